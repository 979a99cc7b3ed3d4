/* What a disk holds after a power cut: each file as it was at its last fsync. Loaded before the C library (LD_PRELOAD), this copies
   a file to the folder PK_DISK whenever a program asks for it to be written; what was never asked for is not there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void keep(int file) {
    const char *disk = getenv("PK_DISK");
    char link[64], path[4096], to[4096], part[65536];
    struct stat about;
    if (!disk || fstat(file, &about) || !S_ISREG(about.st_mode)) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    snprintf(to, sizeof to, "%s/%s", disk, strrchr(path, '/') + 1);
    int from = open(path, O_RDONLY), copy = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (ssize_t many; (many = read(from, part, sizeof part)) > 0;)
        if (write(copy, part, many) != many) abort();
    close(from);
    close(copy);
}

static int after(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int result = real(file);
    if (!result) keep(file);
    return result;
}

int fsync(int file) { return after("fsync", file); }
int fdatasync(int file) { return after("fdatasync", file); }
