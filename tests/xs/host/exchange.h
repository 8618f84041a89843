#include <stddef.h>

/*
 * Sends the first `length` bytes of the buffer as one frame, its length (32 bits, little-endian) before it, waits for the frame
 * that answers it, and leaves that in the buffer. Gives its length; -1 when the other side is gone or says too much.
 */
int exchangeFrames(void* buffer, size_t capacity, size_t length);
