/* What the unwinder of Debian's GCC takes from the C library and does not get from musl. */
#define _GNU_SOURCE
#include <link.h>
#include <pthread.h>
#include <stddef.h>

/* It asks for these weakly, which brings none of them into a static program, and calls them when there are threads at all. */
__attribute__((used)) static void *const threads[] = {
    pthread_getspecific, pthread_key_create, pthread_mutex_lock, pthread_mutex_unlock, pthread_once, pthread_setspecific,
};

/* The part of a program in which an address lies, as newer C libraries tell it; this is over the older function. */

struct dl_find_object {
    unsigned long long flags;
    void *start;
    void *end;
    struct link_map *map;
    void *frames;
    unsigned long long reserved[7];
};

struct wanted {
    ElfW(Addr) address;
    struct dl_find_object *found;
};

static int look(struct dl_phdr_info *object, size_t size, void *data)
{
    struct wanted *wanted = data;
    int holds = 0;
    void *frames = NULL;
    (void)size;
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        ElfW(Addr) start = object->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD && wanted->address - start < part->p_memsz) {
            holds = 1;
            wanted->found->start = (void *)start;
            wanted->found->end = (void *)(start + part->p_memsz);
        } else if (part->p_type == PT_GNU_EH_FRAME) {
            frames = (void *)start;
        }
    }
    wanted->found->frames = frames;
    return holds && frames != NULL;
}

int _dl_find_object(void *address, struct dl_find_object *found)
{
    struct wanted wanted = {(ElfW(Addr))address, found};
    *found = (struct dl_find_object){0};
    return dl_iterate_phdr(look, &wanted) ? 0 : -1;
}
