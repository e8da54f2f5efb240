//! The platform's directories for settings and saved state.

use super::files;
use crate::session::save::Store;
use etcetera::BaseStrategy;
use std::path::Path;

/// The store in `PIZZERIA_HOME` if it is set, else in the platform's directories; without any, nothing is saved.
pub(super) fn store() -> Store {
    if let Some(home) = std::env::var_os("PIZZERIA_HOME").filter(|home| !home.is_empty()) {
        return files::store_at(Path::new(&home));
    }
    let Ok(base) = etcetera::choose_base_strategy() else { return files::store(None, None) };
    files::store(Some(base.config_dir().join("pizzeria")), Some(base.data_dir().join("pizzeria")))
}
