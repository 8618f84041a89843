#include "board.h"
#include "counters.h"
#include "exchange.h"
#include <string.h>

/* Where a frame has room for the core's counts: behind the two numbers of what is said (tests/xs/device/frame.ts). */
enum { COUNTS = 16 };

/* The wire to the bench is the board's UART. None of this takes the device's time: on it there is no bench. */
int exchangeFrames(void* buffer, size_t capacity, size_t length)
{
	uint64_t start = boardInstructions();
	uint8_t* bytes = buffer;
	uint32_t sent = (uint32_t)length, size = 0;
	double counts[] = { (double)instructionsSpent(), (double)instructionsCollecting() };
	if (length >= COUNTS + sizeof counts) memcpy(bytes + COUNTS, counts, sizeof counts);
	uartPut((uint8_t*)&sent, sizeof sent);
	uartPut(bytes, length);
	for (int shift = 0; shift < 32; shift += 8) size |= (uint32_t)uartGet() << shift;
	if (size <= capacity) for (uint32_t index = 0; index < size; index++) bytes[index] = uartGet();
	leaveOutSince(start);
	return size <= capacity ? (int)size : -1;
}
