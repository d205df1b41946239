"""Where the database file lies: a private folder on a disk of this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from bot.errors import StoreUnusable, StoreUnwritable

_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ocfs2", "gfs2"}
    | {"davfs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone", "fuse.gcsfuse"}
)
FILE_NAME: Final = "frontdesk.sqlite3"
_MOUNTS: Final = Path("/proc/self/mounts")


def prepare(file: Path) -> None:
    """Make the folder (0700) and the empty file (0600) where they are missing.

    Raises StoreUnwritable where that is not allowed and StoreUnusable on a network file system, whose locks SQLite
    cannot trust (https://www.sqlite.org/wal.html, "All processes using a database must be on the same host").
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_network(file.parent, mounts=_MOUNTS.read_text("utf-8", "replace") if _MOUNTS.exists() else "")
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreUnwritable(_cannot_write(file, error)) from None


def refuse_network(folder: Path, *, mounts: str) -> None:
    """Raise StoreUnusable where `folder` lies on a network file system; `mounts` is the kernel's list of them."""
    kind = file_system(folder.resolve(), mounts)
    if kind in _NETWORK:
        message = (
            f"{folder} lies on a network file system ({kind}): set FRONTDESK_DATA to a folder on this machine's disk"
        )
        raise StoreUnusable(message)


def file_system(folder: Path, mounts: str) -> str:
    """Return the type of the file system that holds `folder`, "" where the list does not tell."""
    found, depth = "", 0
    for entry in mounts.splitlines():
        _, point, kind, *_ = entry.split(" ")
        at = Path(_unescaped(point))
        # Of two mounts on one place the later one hides the earlier.
        if len(at.parts) >= depth and folder.is_relative_to(at):
            found, depth = kind, len(at.parts)
    return found


def _unescaped(point: str) -> str:
    """Undo the kernel's escapes of blanks in a path (`man 5 fstab`)."""
    return point.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")


def _cannot_write(file: Path, error: OSError) -> str:
    return f"cannot write {file}: {error.strerror}. Set FRONTDESK_DATA to a folder that the desk's user may write to"
