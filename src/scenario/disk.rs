//! The only access to the disk below `terminal`. Without the feature `terminal` no file exists.

use std::io;
use std::path::{Path, PathBuf};

/// What is at a path, with links followed.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub is_folder: bool,
    pub is_file: bool,
    pub bytes: u64,
}

#[cfg(feature = "terminal")]
mod door {
    use super::Found;
    use std::fs::{self, File};
    use std::io::{self, Read};
    use std::path::{Path, PathBuf};

    pub fn look(path: &Path) -> io::Result<Found> {
        let found = fs::metadata(path)?;
        Ok(Found { is_folder: found.is_dir(), is_file: found.is_file(), bytes: found.len() })
    }

    pub fn without_links(path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(not(feature = "terminal"))]
mod door {
    use super::Found;
    use std::io::{self, ErrorKind};
    use std::path::{Path, PathBuf};

    pub fn look(_: &Path) -> io::Result<Found> {
        Err(ErrorKind::NotFound.into())
    }

    pub fn without_links(_: &Path) -> io::Result<PathBuf> {
        Err(ErrorKind::NotFound.into())
    }

    pub fn read(_: &Path, _: u64) -> io::Result<Vec<u8>> {
        Err(ErrorKind::NotFound.into())
    }
}

/// What is at a path.
///
/// # Errors
/// Nothing is there, or it must not be looked at.
pub fn look(path: &Path) -> io::Result<Found> {
    door::look(path)
}

/// The path with all links resolved.
///
/// # Errors
/// Nothing is there, or it must not be looked at.
pub fn without_links(path: &Path) -> io::Result<PathBuf> {
    door::without_links(path)
}

/// At most the first `most` bytes of a file.
///
/// # Errors
/// Those of the file system.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    door::read(path, most)
}
