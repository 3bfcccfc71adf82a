#pragma once

// glibc declares renameat2 (2.28, Linux 3.15) for _GNU_SOURCE alone, which Swift's Glibc module lacks.
extern int renameat2(
    int old_folder, const char *old_path, int new_folder, const char *new_path, unsigned int flags);

enum { rename_exchange = 1 << 1 };
