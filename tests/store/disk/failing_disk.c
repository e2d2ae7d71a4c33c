/* A disk that fails: every read, or every write, cut, sync, rename and removal below one folder is counted, and those
 * from a chosen one on are refused. Loaded before the C library (LD_PRELOAD) and told what to do by
 * the process itself, through the functions at the end. Linux only. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[PATH_MAX];
static long counted, first, last;
static int error, half, reading;

static int below(const char *path) {
    size_t length = strlen(folder);
    return length && strncmp(path, folder, length) == 0;
}

static int named_below(int at, const char *path) {
    char whole[PATH_MAX];
    if (path[0] == '/') return below(path);
    if (at == AT_FDCWD) {
        if (!getcwd(whole, sizeof whole)) return 0;
        return below(whole);
    }
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, whole, sizeof whole - 1);
    if (length < 0) return 0;
    whole[length] = 0;
    return below(whole);
}

static int opened_below(int file) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    int before = errno;
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

/* Whether this call is one of those that fail; of reads or of all else, every call that gets here is counted. */
static int refused(int reads) {
    if (reads != reading) return 0;
    long now = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    if (first == 0 || now < first || (last && now > last)) return 0;
    errno = error;
    return 1;
}

#define NEXT(name)                                                       \
    static __typeof__(name) *next;                                       \
    if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *data, size_t size) {
    NEXT(write);
    if (*folder && opened_below(file) && refused(0)) {
        if (half && size > 1) return next(file, data, size / 2);
        return -1;
    }
    return next(file, data, size);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t at) {
    NEXT(pwrite64);
    if (*folder && opened_below(file) && refused(0)) {
        /* What a disk that fills up does: it takes a part, and refuses the rest. */
        if (half && size > 1) next(file, data, size / 2, at);
        errno = error;
        return -1;
    }
    return next(file, data, size, at);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t at) { return pwrite64(file, data, size, at); }

ssize_t pread64(int file, void *data, size_t size, off64_t at) {
    NEXT(pread64);
    if (*folder && reading && opened_below(file) && refused(1)) return -1;
    return next(file, data, size, at);
}

ssize_t pread(int file, void *data, size_t size, off_t at) { return pread64(file, data, size, at); }

ssize_t read(int file, void *data, size_t size) {
    NEXT(read);
    if (*folder && reading && opened_below(file) && refused(1)) return -1;
    return next(file, data, size);
}

#define ON_A_FILE(name, arguments, call)                                 \
    int name arguments {                                                 \
        NEXT(name);                                                      \
        if (*folder && opened_below(file) && refused(0)) return -1;       \
        return next call;                                                \
    }

ON_A_FILE(fsync, (int file), (file))
ON_A_FILE(fdatasync, (int file), (file))
ON_A_FILE(ftruncate, (int file, off_t size), (file, size))
ON_A_FILE(ftruncate64, (int file, off64_t size), (file, size))

#define ON_A_NAME(name, arguments, at, path, call)                       \
    int name arguments {                                                 \
        NEXT(name);                                                      \
        if (*folder && named_below(at, path) && refused(0)) return -1;    \
        return next call;                                                \
    }

ON_A_NAME(rename, (const char *from, const char *to), AT_FDCWD, to, (from, to))
ON_A_NAME(renameat, (int a, const char *from, int b, const char *to), b, to, (a, from, b, to))
ON_A_NAME(unlink, (const char *path), AT_FDCWD, path, (path))
ON_A_NAME(unlinkat, (int at, const char *path, int flags), at, path, (at, path, flags))
ON_A_NAME(mkdir, (const char *path, mode_t mode), AT_FDCWD, path, (path, mode))

/* A new file needs room in its folder. */
#define OPENING(name, arguments, at, call)                               \
    int name arguments {                                                 \
        NEXT(name);                                                      \
        va_list more;                                                    \
        va_start(more, flags);                                           \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;        \
        va_end(more);                                                    \
        if (*folder && (flags & O_CREAT) && faccessat(at, path, F_OK, 0) \
            && named_below(at, path) && refused(0)) return -1;            \
        return next call;                                                \
    }

OPENING(open, (const char *path, int flags, ...), AT_FDCWD, (path, flags, mode))
OPENING(open64, (const char *path, int flags, ...), AT_FDCWD, (path, flags, mode))
OPENING(openat, (int at, const char *path, int flags, ...), at, (at, path, flags, mode))
OPENING(openat64, (int at, const char *path, int flags, ...), at, (at, path, flags, mode))

#define COPYING(name, kind)                                              \
    ssize_t name(int file, int from, kind *at, size_t size) {            \
        NEXT(name);                                                      \
        if (*folder && opened_below(file) && refused(0)) return -1;       \
        return next(file, from, at, size);                               \
    }

ssize_t sendfile(int file, int from, off_t *at, size_t size);
ssize_t sendfile64(int file, int from, off64_t *at, size_t size);
COPYING(sendfile, off_t)
COPYING(sendfile64, off64_t)

/* Fail the calls from number `from` to `to` (0: all that follow) with `with`; of a write, take half if asked. */
void disk_fail(const char *below_folder, long from, long to, int with, int take_half, int reads) {
    snprintf(folder, sizeof folder, "%s", below_folder);
    first = from;
    last = to;
    error = with;
    half = take_half;
    reading = reads;
    __atomic_store_n(&counted, 0, __ATOMIC_SEQ_CST);
}

long disk_counted(void) { return __atomic_load_n(&counted, __ATOMIC_SEQ_CST); }

void disk_heal(void) { folder[0] = 0; }
