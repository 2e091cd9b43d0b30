//! Records spans and events as a tree of lines: each span with its fields, and in it the events and
//! spans that were created there, in order.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// Records everything from this thread while the guard lives.
#[derive(Clone, Default)]
pub(crate) struct Capture(Arc<Mutex<Heard>>);

#[derive(Default)]
struct Heard {
    nodes: Vec<Node>,
    /// The node of each span that is open.
    open: BTreeMap<u64, usize>,
}

struct Node {
    parent: Option<usize>,
    level: Level,
    name: String,
    /// The fields, in the order in which they were recorded.
    fields: Vec<(&'static str, String)>,
    span: bool,
    closed: bool,
}

impl Capture {
    pub(crate) fn begin(level: LevelFilter) -> (Self, DefaultGuard) {
        let capture = Self::default();
        let subscriber = tracing_subscriber::registry().with(capture.clone().with_filter(level));
        (capture, tracing::subscriber::set_default(subscriber))
    }

    /// Returns the whole tree: `name{field=value ..}` for a span, `LEVEL message field=value ..`
    /// for an event, two blanks for each level.
    pub(crate) fn tree(&self) -> String {
        let heard = self.0.lock().unwrap();
        let mut tree = String::new();
        heard.write(None, 0, &mut tree);
        tree
    }

    /// Returns every name and every value.
    pub(crate) fn words(&self) -> Vec<String> {
        let heard = self.0.lock().unwrap();
        let words = |node: &Node| {
            let fields = node
                .fields
                .iter()
                .flat_map(|(name, value)| [(*name).to_owned(), value.clone()]);
            fields.chain([node.name.clone()]).collect::<Vec<_>>()
        };
        heard.nodes.iter().flat_map(words).collect()
    }

    /// Returns the names of spans and events, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let heard = self.0.lock().unwrap();
        heard.nodes.iter().map(|node| node.name.clone()).collect()
    }

    /// Returns the names of the open spans.
    pub(crate) fn open(&self) -> Vec<String> {
        let heard = self.0.lock().unwrap();
        let open = |node: &&Node| node.span && !node.closed;
        heard
            .nodes
            .iter()
            .filter(open)
            .map(|node| node.name.clone())
            .collect()
    }
}

impl Heard {
    fn write(&self, parent: Option<usize>, depth: usize, tree: &mut String) {
        for (index, node) in self
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.parent == parent)
        {
            let fields: Vec<String> = node
                .fields
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let fields = fields.join(" ");
            let indent = "  ".repeat(depth);
            match (node.span, fields.is_empty()) {
                (true, _) => writeln!(tree, "{indent}{}{{{fields}}}", node.name),
                (false, true) => writeln!(tree, "{indent}{} {}", node.level, node.name),
                (false, false) => writeln!(tree, "{indent}{} {}: {fields}", node.level, node.name),
            }
            .unwrap();
            self.write(Some(index), depth + 1, tree);
        }
    }

    fn push(
        &mut self,
        parent: Option<Id>,
        metadata: &Metadata<'_>,
        mut fields: Fields,
        span: bool,
    ) -> usize {
        let name = match fields.message.take() {
            Some(message) => message,
            None => metadata.name().to_owned(),
        };
        self.nodes.push(Node {
            parent: parent.map(|id| self.open[&id.into_u64()]),
            level: *metadata.level(),
            name,
            fields: fields.fields,
            span,
            closed: false,
        });
        self.nodes.len() - 1
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Capture {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let parent = context.span(id).and_then(|span| Some(span.parent()?.id()));
        let mut heard = self.0.lock().unwrap();
        let node = heard.push(parent, attributes.metadata(), fields, true);
        heard.open.insert(id.into_u64(), node);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        let mut heard = self.0.lock().unwrap();
        let node = heard.open[&id.into_u64()];
        assert!(!heard.nodes[node].closed, "recorded after its end");
        heard.nodes[node].fields.extend(fields.fields);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let parent = context.event_span(event).map(|span| span.id());
        let mut heard = self.0.lock().unwrap();
        heard.push(parent, event.metadata(), fields, false);
    }

    fn on_close(&self, id: Id, _: Context<'_, S>) {
        let mut heard = self.0.lock().unwrap();
        let node = heard.open.remove(&id.into_u64()).unwrap();
        heard.nodes[node].closed = true;
    }
}

#[derive(Default)]
struct Fields {
    message: Option<String>,
    fields: Vec<(&'static str, String)>,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.message = Some(format!("{value:?}"));
        } else {
            self.fields.push((field.name(), format!("{value:?}")));
        }
    }
}
