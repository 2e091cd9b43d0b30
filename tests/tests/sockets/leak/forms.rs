//! Forms of links, and where each must lead.

/// The expected target of a link.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Leads {
    /// No request to any server.
    Nowhere,
    /// A request with this path and query to the first server.
    Home(String),
}

/// Returns forms of links from `http://api.test/case/<n>`. `a` and `b` are the ports of the two
/// servers.
pub(super) fn forms(a: u16, b: u16) -> Vec<(String, Leads)> {
    let nowhere: Vec<String> = [
        // Another host.
        "http://evil.test/list",
        "http://evil.test",
        "http://evil.test:{b}/list",
        "HTTP://EVIL.TEST/",
        "hTTp://Evil.Test/list?token=s3cr3t",
        "//evil.test/list",
        "//evil.test",
        "///evil.test/list",
        "////evil.test/list",
        "http:///evil.test/",
        "http:////evil.test/",
        " //evil.test/",
        "http://metadata.google.internal/computeMetadata/v1/",
        // Another port.
        "http://api.test:{b}/",
        "//api.test:{b}/list",
        "http://api.test:81/",
        "http://api.test:443/",
        "http://api.test:0/",
        "http://api.test:65536/",
        "http://api.test:-1/",
        "http://api.test:80a/",
        "http://api.test:8 0/",
        // Another scheme.
        "https://evil.test/",
        "https://api.test:80/",
        "https://api.test:{b}/",
        "ftp://api.test/",
        "ws://api.test/",
        "wss://api.test/",
        "file:///etc/passwd",
        "file://evil.test/etc/passwd",
        "data:application/json,{}",
        "javascript:alert(1)",
        "javascript://api.test/%0aalert(1)",
        "JavaScript:fetch('//evil.test')",
        "blob:http://api.test/1",
        "about:blank",
        "mailto:root@evil.test",
        "gopher://evil.test/1",
        "unix:/var/run/docker.sock",
        "view-source:http://api.test/",
        // A user name, or what looks like one.
        "http://user@api.test/",
        "http://user:pass@api.test/",
        "http://:pass@api.test/",
        "//user@api.test/",
        "http://api.test@evil.test/",
        "http://api.test:80@evil.test/",
        "http://api.test&@evil.test/",
        "http://evil.test&@api.test/",
        "http://@evil.test/",
        "http://:@evil.test/",
        "http://a@b@evil.test/",
        "http://api.test%40evil.test/",
        "http://evil.test#@api.test/",
        "http://evil.test?@api.test/",
        "http://evil.test/@api.test/",
        "http://api.test;@evil.test/",
        // Hosts that begin or end with the same text.
        "http://api.test.evil.test/",
        "http://api.test.evil/",
        "http://api.test-evil/",
        "http://evilapi.test/",
        "http://evil-api.test/",
        "http://sub.api.test/",
        "http://test/",
        "http://api.tes/",
        "http://api.testx/",
        "http://api-test/",
        "http://api.test./",
        "http://api.test../",
        "http://api..test/",
        "http://.api.test/",
        "http://api.test,evil.test/",
        "http://api.test_evil.test/",
        // Encoded dots, slashes and ends.
        "http://api.test%2eevil.test/",
        "http://api%2Etest%2Eevil.test/",
        "http://api.test%2f.evil.test/",
        "http://api.test%00.evil.test/",
        "http://api.test%0a.evil.test/",
        "http://evil.test%23.api.test/",
        "http://evil.test%2f@api.test/",
        "http://api.test%5c.evil.test/",
        "http://%65vil.test/",
        // Backslashes, which browsers treat as slashes.
        "\\\\evil.test\\list",
        "/\\evil.test/",
        "\\/evil.test/",
        "\\\\/evil.test/",
        "http:\\\\evil.test\\list",
        "http:/\\evil.test/",
        "http://api.test\\@evil.test/",
        "http://api.test\\.evil.test/",
        "http://evil.test\\.api.test/",
        "/list\\..\\..\\evil.test",
        // Characters that parsers remove.
        "/\t/evil.test/",
        "\t//evil.test/",
        "http://evil\t.test/",
        "ht\ttp://evil.test/",
        "ht\ntp://evil.test/",
        "/\n/evil.test/",
        "//evil.test\r\nX-Injected: 1",
        "/list\r\nHost: evil.test",
        "\0//evil.test/",
        "http://api.test\0.evil.test/",
        "/list\u{7f}",
        "http://api.test .evil.test/",
        // Addresses in all their spellings, and the address of the first server itself, which was
        // requested by its name.
        "http://127.0.0.1:{a}/",
        "http://127.0.0.1:{b}/",
        "http://127.1:{b}/",
        "http://2130706433:{b}/",
        "http://0x7f000001:{b}/",
        "http://0x7f.0.0.1:{b}/",
        "http://0177.0.0.1:{b}/",
        "http://127.0.0.1.:{b}/",
        "http://0:{b}/",
        "http://localhost:{b}/",
        "http://[::1]:{b}/",
        "http://[::ffff:127.0.0.1]:{b}/",
        "http://[::127.0.0.1]:{b}/",
        "http://[0:0:0:0:0:0:0:1]:{b}/",
        "http://[::1%25lo]:{b}/",
        "http://[api.test]/",
        "http://[::1]api.test/",
        "http://[::1",
        "http://169.254.169.254/latest/meta-data/",
        "http://0xa9fea9fe/latest",
        "http://[fd00:ec2::254]/latest",
        // Names that look alike.
        "http://аpi.test/",
        "http://api.tеst/",
        "http://apı.test/",
        "http://api.test。evil.test/",
        "http://api.test．evil.test/",
        "http://xn--pi-6kc.test/",
        "http://api.test\u{ad}.evil.test/",
        "http://℀pi.test/",
        "http://evil.test／.api.test/",
        "http://api.test？@evil.test/",
        // Texts that are not URLs.
        "http://",
        "http:///",
        "http://?",
        "http://#",
        "http:// /",
        "//",
    ]
    .iter()
    .map(|form| {
        form.replace("{a}", &a.to_string())
            .replace("{b}", &b.to_string())
    })
    .chain([
        format!("http://evil.test/?{}", "a".repeat(20_000)),
        format!("http://{}evil.test/", "a.".repeat(100)),
        format!("http://api.test{}.evil.test/", ".a".repeat(50)),
        format!("/list?{}", "a".repeat(70_000)),
        format!("http://{}@api.test/", "a".repeat(20_000)),
    ])
    .collect();
    let home = [
        // The same origin, in all its spellings.
        ("http://api.test/x", "/x"),
        ("http://api.test:80/x", "/x"),
        ("http://api.test:080/x", "/x"),
        ("http://api.test:/x", "/x"),
        ("HTTP://API.TEST/x", "/x"),
        ("//api.test/x", "/x"),
        ("http:/x", "/x"),
        ("http://api%2Etest/x", "/x"),
        ("http://api。test/x", "/x"),
        ("http://ａｐｉ.test/x", "/x"),
        ("http://api\u{ad}.test/x", "/x"),
        ("http://@api.test/x", "/x"),
        ("http://api.test", "/"),
        // Texts that look like a host but are a path, a query or a fragment.
        ("/x", "/x"),
        ("/x#http://evil.test/", "/x"),
        ("http://api.test/x#@evil.test/", "/x"),
        ("http://api.test?x=@evil.test/", "/?x=@evil.test/"),
        ("/x?u=http://evil.test/", "/x?u=http://evil.test/"),
        ("evil.test/x", "/case/evil.test/x"),
        ("http:evil.test/x", "/case/evil.test/x"),
        ("@evil.test/x", "/case/@evil.test/x"),
        ("/evil.test/x", "/evil.test/x"),
        ("/http://evil.test/x", "/http://evil.test/x"),
        ("/.//evil.test/x", "//evil.test/x"),
        ("../../../x", "/x"),
        ("/%2e%2e/%2E%2E/x", "/x"),
        ("/..;/x", "/..;/x"),
        ("/%5cevil.test/x", "/%5cevil.test/x"),
        ("/%2f%2fevil.test/x", "/%2f%2fevil.test/x"),
        ("/x y", "/x%20y"),
        (
            "/x?q=%0d%0aHost:%20evil.test",
            "/x?q=%0d%0aHost:%20evil.test",
        ),
    ];
    let mut forms: Vec<(String, Leads)> = nowhere
        .into_iter()
        .map(|form| (form, Leads::Nowhere))
        .collect();
    forms.extend(home.map(|(form, path)| (form.to_owned(), Leads::Home(path.to_owned()))));
    let long = format!("/x?{}", "a".repeat(30_000));
    forms.push((long.clone(), Leads::Home(long)));
    forms
}
