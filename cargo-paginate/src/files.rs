//! Files that are read and written.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use paginate_infer::model::Sample;
use paginate_infer::read;

use crate::failure::Failure;

/// The text of a file; `-` is standard input.
pub(crate) fn text(file: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(read::MAX_BYTES).unwrap_or(u64::MAX);
    let too_long = || {
        Failure::of(
            file,
            format!(
                "the file is longer than {} MB, and longer ones are not read",
                read::MAX_BYTES >> 20
            ),
        )
    };
    if file == Path::new("-") {
        let mut input = io::stdin().lock().take(limit + 1);
        input
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::of(file, error))?;
    } else {
        let opened = fs::File::open(file).map_err(|error| Failure::of(file, error))?;
        if opened
            .metadata()
            .is_ok_and(|metadata| metadata.len() > limit)
        {
            return Err(too_long());
        }
        opened
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::of(file, error))?;
    }
    if bytes.len() > read::MAX_BYTES {
        return Err(too_long());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::of(
            file,
            format!("byte {at} is not UTF-8: is this a text file?"),
        )
    })
}

/// The pages of all recordings, in order.
pub(crate) fn samples(files: &[PathBuf], urls: &[String]) -> Result<Vec<Sample>, Failure> {
    let mut samples = Vec::new();
    for file in files {
        let text = text(file)?;
        let read = read::recording(&text).map_err(|error| Failure::of(file, error))?;
        samples.extend(read);
    }
    if urls.len() > samples.len() {
        return Err(Failure::new(format!(
            "there are {} URLs and {} pages: give at most one `--url` for each page",
            urls.len(),
            samples.len()
        )));
    }
    for (sample, url) in samples.iter_mut().zip(urls) {
        sample.url.clone_from(url);
    }
    Ok(samples)
}

/// A file that is written line by line.
pub(crate) fn lines(file: &Path) -> Result<io::BufWriter<fs::File>, Failure> {
    let file = fs::File::create(file).map_err(|error| Failure::of(file, error))?;
    Ok(io::BufWriter::new(file))
}

/// Writes to a file, or to standard output.
pub(crate) fn write(file: Option<&Path>, text: &str) -> Result<(), Failure> {
    match file {
        Some(file) => fs::write(file, text).map_err(|error| Failure::of(file, error)),
        None => {
            let written = io::stdout().write_all(text.as_bytes());
            match written {
                // `| head` closes the pipe, which is no mistake.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                other => other.map_err(|error| Failure::new(format!("standard output: {error}"))),
            }
        }
    }
}
