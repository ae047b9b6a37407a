/* Loaded into a process (LD_PRELOAD), it writes down what the process does to the files below one folder.
 *
 * JINGYUE_RECORDED is the folder, JINGYUE_RECORD the file that is written; recording.py reads it. A call and its
 * record are one step under a lock, so that the records stand in the order of the calls. What goes unrecorded (a
 * memory map, say) shows at the end: what the records tell is then not what lies in the folder.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define REAL(name) ((__typeof__(&name))real(#name))
#define LOG_DESCRIPTOR 901 /* far from those that a program counts on */

struct __attribute__((packed)) head {
    uint32_t path, content;
    uint64_t inode;
    int64_t offset;
    char what;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int out = -1;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
    const char *watched = getenv("JINGYUE_RECORDED"), *record = getenv("JINGYUE_RECORD");
    if (!watched || !record) return;
    folder_length = strlen(strncpy(folder, watched, sizeof folder - 1));
    int opened = REAL(open)(record, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    out = fcntl(opened, F_DUPFD_CLOEXEC, LOG_DESCRIPTOR);
    REAL(close)(opened);
}

static int watched(const char *path) {
    return out >= 0 && strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || !path[folder_length]);
}

/* The path of a descriptor, where it is watched. */
static int known(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return watched(path);
}

static uint64_t inode_of(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) ? 0 : found.st_ino;
}

static void put(char what, uint64_t inode, int64_t offset, const char *path, const void *content, size_t size) {
    struct head head = {strlen(path), size, inode, offset, what};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)content, size}};
    ssize_t wanted = sizeof head + head.path + size;
    if (REAL(writev)(out, parts, 3) != wanted) abort();
}

#define STEP(call, success, record)        \
    do {                                   \
        pthread_mutex_lock(&lock);         \
        __typeof__(call) given = (call);   \
        int error = errno;                 \
        if (success) record;               \
        pthread_mutex_unlock(&lock);       \
        errno = error;                     \
        return given;                      \
    } while (0)

typedef int opener(const char *, int, ...);

static int opened(opener *open_it, const char *path, int flags, mode_t mode) {
    char place[PATH_MAX];
    struct stat found;
    pthread_mutex_lock(&lock);
    int existed = stat(path, &found) == 0;
    int descriptor = open_it(path, flags, mode), error = errno;
    if (descriptor >= 0 && known(descriptor, place) && (!existed || flags & O_TRUNC))
        put(existed ? 'z' : 'o', inode_of(descriptor), 0, place, "", 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return descriptor;
}

#define OPENER(name)                                             \
    EXPORT int name(const char *path, int flags, ...) {          \
        va_list rest;                                            \
        va_start(rest, flags);                                   \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                            \
        if (!(flags & (O_CREAT | O_TRUNC))) return REAL(name)(path, flags, mode); \
        return opened(REAL(name), path, flags, mode);            \
    }
OPENER(open)
OPENER(open64)

EXPORT ssize_t write(int descriptor, const void *content, size_t size) {
    char path[PATH_MAX];
    if (!known(descriptor, path)) return REAL(write)(descriptor, content, size);
    STEP(REAL(write)(descriptor, content, size), given > 0,
         put('w', inode_of(descriptor), lseek(descriptor, 0, SEEK_CUR) - given, path, content, given));
}

#define PWRITER(name)                                                                    \
    EXPORT ssize_t name(int descriptor, const void *content, size_t size, off_t offset) { \
        char path[PATH_MAX];                                                             \
        if (!known(descriptor, path)) return REAL(name)(descriptor, content, size, offset); \
        STEP(REAL(name)(descriptor, content, size, offset), given > 0,                   \
             put('w', inode_of(descriptor), offset, path, content, given));           \
    }
PWRITER(pwrite)
PWRITER(pwrite64)

#define TRUNCATER(name)                                                      \
    EXPORT int name(int descriptor, off_t size) {                            \
        char path[PATH_MAX];                                                 \
        if (!known(descriptor, path)) return REAL(name)(descriptor, size);   \
        STEP(REAL(name)(descriptor, size), given == 0,                       \
             put('t', inode_of(descriptor), size, path, "", 0));          \
    }
TRUNCATER(ftruncate)
TRUNCATER(ftruncate64)

#define SYNCER(name)                                                         \
    EXPORT int name(int descriptor) {                                        \
        char path[PATH_MAX];                                                 \
        if (!known(descriptor, path)) return REAL(name)(descriptor);         \
        STEP(REAL(name)(descriptor), given == 0,                             \
             put('s', inode_of(descriptor), 0, path, "", 0));             \
    }
SYNCER(fsync)
SYNCER(fdatasync)

EXPORT int unlink(const char *path) {
    if (!watched(path)) return REAL(unlink)(path);
    STEP(REAL(unlink)(path), given == 0, put('u', 0, 0, path, "", 0));
}

EXPORT int rmdir(const char *path) {
    if (!watched(path)) return REAL(rmdir)(path);
    STEP(REAL(rmdir)(path), given == 0, put('u', 0, 0, path, "", 0));
}

EXPORT int mkdir(const char *path, mode_t mode) {
    if (!watched(path)) return REAL(mkdir)(path, mode);
    STEP(REAL(mkdir)(path, mode), given == 0, put('m', 0, 0, path, "", 0));
}

#define PAIR(name, what)                                                         \
    EXPORT int name(const char *from, const char *to) {                          \
        if (!watched(from) && !watched(to)) return REAL(name)(from, to);         \
        STEP(REAL(name)(from, to), given == 0, put(what, 0, 0, from, to, strlen(to))); \
    }
PAIR(rename, 'r')
PAIR(link, 'l')
