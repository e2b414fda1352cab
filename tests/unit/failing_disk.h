/* SPDX-License-Identifier: MIT */
/*
 * failing_disk.h: a disk that is full or fails when it is told to: a shim
 * around SQLite's own access to files, for all that is opened after
 * failing_disk_mount().
 */
#ifndef TESTS_FAILING_DISK_H
#define TESTS_FAILING_DISK_H

#include <sqlite3.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What writes and syncs give: SQLITE_FULL, SQLITE_IOERR ... or SQLITE_OK. */
static atomic_int failing_disk_code;
/* Files synced so far. */
static atomic_int failing_disk_syncs;

#define FAILING_FILE_BYTES 16 /* our sqlite3_file; the system's lies behind */

static sqlite3_file *real_file(sqlite3_file *file)
{
	return (sqlite3_file *)(void *)((char *)file + FAILING_FILE_BYTES);
}

static int fd_close(sqlite3_file *file)
{
	return real_file(file)->pMethods->xClose(real_file(file));
}

static int fd_read(sqlite3_file *file, void *out, int size, sqlite3_int64 at)
{
	return real_file(file)->pMethods->xRead(real_file(file), out, size, at);
}

static int fd_write(sqlite3_file *file, const void *bytes, int size,
		    sqlite3_int64 at)
{
	if (failing_disk_code)
		return failing_disk_code;
	return real_file(file)->pMethods->xWrite(real_file(file), bytes, size,
						 at);
}

static int fd_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return real_file(file)->pMethods->xTruncate(real_file(file), size);
}

static int fd_sync(sqlite3_file *file, int flags)
{
	if (failing_disk_code)
		return failing_disk_code;
	failing_disk_syncs++;
	return real_file(file)->pMethods->xSync(real_file(file), flags);
}

static int fd_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real_file(file)->pMethods->xFileSize(real_file(file), size);
}

static int fd_lock(sqlite3_file *file, int lock)
{
	return real_file(file)->pMethods->xLock(real_file(file), lock);
}

static int fd_unlock(sqlite3_file *file, int lock)
{
	return real_file(file)->pMethods->xUnlock(real_file(file), lock);
}

static int fd_reserved(sqlite3_file *file, int *out)
{
	return real_file(file)->pMethods->xCheckReservedLock(real_file(file),
							     out);
}

static int fd_control(sqlite3_file *file, int op, void *argument)
{
	return real_file(file)->pMethods->xFileControl(real_file(file), op,
						       argument);
}

static int fd_sector(sqlite3_file *file)
{
	return real_file(file)->pMethods->xSectorSize(real_file(file));
}

static int fd_device(sqlite3_file *file)
{
	return real_file(file)->pMethods->xDeviceCharacteristics(
		real_file(file));
}

static int fd_shm_map(sqlite3_file *file, int page, int size, int extend,
		      void volatile **out)
{
	return real_file(file)->pMethods->xShmMap(real_file(file), page, size,
						  extend, out);
}

static int fd_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return real_file(file)->pMethods->xShmLock(real_file(file), offset, n,
						   flags);
}

static void fd_shm_barrier(sqlite3_file *file)
{
	real_file(file)->pMethods->xShmBarrier(real_file(file));
}

static int fd_shm_unmap(sqlite3_file *file, int remove)
{
	return real_file(file)->pMethods->xShmUnmap(real_file(file), remove);
}

static const sqlite3_io_methods failing_methods = {2,
						   fd_close,
						   fd_read,
						   fd_write,
						   fd_truncate,
						   fd_sync,
						   fd_size,
						   fd_lock,
						   fd_unlock,
						   fd_reserved,
						   fd_control,
						   fd_sector,
						   fd_device,
						   fd_shm_map,
						   fd_shm_lock,
						   fd_shm_barrier,
						   fd_shm_unmap,
						   NULL,
						   NULL};

static int fd_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
		   int flags, int *out_flags)
{
	sqlite3_vfs *system = vfs->pAppData;
	int code =
		system->xOpen(system, name, real_file(file), flags, out_flags);

	file->pMethods = code == SQLITE_OK ? &failing_methods : NULL;
	return code;
}

/* Once a program. */
static int failing_disk_mount(void **state)
{
	static sqlite3_vfs vfs;
	sqlite3_vfs *system = sqlite3_vfs_find(NULL);

	(void)state;
	vfs = *system;
	vfs.zName = "failing-disk";
	vfs.pAppData = system;
	vfs.xOpen = fd_open;
	vfs.szOsFile = FAILING_FILE_BYTES + system->szOsFile;
	return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK ? 0 : -1;
}

#endif
