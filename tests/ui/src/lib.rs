//! Nothing here: the cases are in `tests/ui`, a folder for each topic.
