//! The bound for types that are sent to the task that fetches ahead.

use crate::platform::MaybeSend;

/// Values that can be sent to the task that fetches ahead: every type that is `Send`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be fetched ahead: it cannot be sent between threads",
    label = "`.prefetch`, `.concurrency` and `.early` fetch pages in a task of their own",
    note = "something in `{Self}` is not `Send`: write `Arc` for `Rc`, `Mutex` for `RefCell`, and no raw pointers; or leave this option out",
    note = "in a generic function, ask for it: `P: Paginated<Item: Send> + Send + 'static`"
)]
pub trait SendToTask: MaybeSend {}

impl<T: MaybeSend> SendToTask for T {}
