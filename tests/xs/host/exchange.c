#include "exchange.h"
#include <errno.h>
#include <stdint.h>
#include <unistd.h>

/* Where the other side is: whoever starts the process opens it there (tests/xs/bench/device-process.ts). */
#define WIRE 3

static int transfer(ssize_t (*move)(int, void*, size_t), void* bytes, size_t length)
{
	char* next = bytes;
	while (length > 0) {
		ssize_t count = move(WIRE, next, length);
		if (count < 0 && errno == EINTR) continue;
		if (count <= 0) return 0;
		next += count;
		length -= (size_t)count;
	}
	return 1;
}

static ssize_t writeFrom(int file, void* bytes, size_t length)
{
	return write(file, bytes, length);
}

int exchangeFrames(void* buffer, size_t capacity, size_t length)
{
	uint32_t size = (uint32_t)length;
	if (!transfer(writeFrom, &size, sizeof size) || !transfer(writeFrom, buffer, length)) return -1;
	if (!transfer(read, &size, sizeof size) || size > capacity || !transfer(read, buffer, size)) return -1;
	return (int)size;
}
