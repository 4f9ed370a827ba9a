/* Keeps the file or folder that it is given open, so that nobody may write, move or delete it, until its standard input ends;
   with a second argument nobody may read it either. */
#include <windows.h>
#include <stdio.h>

int wmain(int count, wchar_t **arguments)
{
    HANDLE held = INVALID_HANDLE_VALUE;
    DWORD shared = count == 3 ? 0 : FILE_SHARE_READ;
    if (count > 1)
        held = CreateFileW(arguments[1], GENERIC_READ, shared, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    if (held == INVALID_HANDLE_VALUE) {
        fprintf(stderr, "hold: error %lu\n", GetLastError());
        return 1;
    }
    puts("held");
    fflush(stdout);
    while (getchar() != EOF)
        ;
    return 0;
}
