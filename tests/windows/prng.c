/* Wine 8 lacks bcryptprimitives.dll, from which Rust takes random numbers: this is one, over the older function. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID to, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T length)
{
    return SystemFunction036(to, (ULONG)length);
}
