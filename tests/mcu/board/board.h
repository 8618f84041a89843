#include <stddef.h>
#include <stdint.h>

/* What differs from one emulated board to another. */

/* Instructions that the core has retired (under `-icount shift=0`, exact). */
uint64_t boardInstructions(void);

void uartPut(const uint8_t* bytes, size_t count);
/* Waits for one. */
uint8_t uartGet(void);

/* Where the core sees its flash. */
const uint8_t* boardFlash(void);

/* The C stack grows from its start down to its end. */
char* boardStackStart(void);
char* boardStackEnd(void);
