use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(offset = "resultOffset", done = "exceeded_transfer_limit", items = "features")]
#[serde(rename_all = "camelCase")]
struct FeatureList {
    exceeded_transfer_limit: bool,
    features: Vec<String>,
}

fn main() {}
