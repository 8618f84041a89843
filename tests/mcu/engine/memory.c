/*
 * Debian's picolibc is compiled for size, and copies and fills a byte at a time. The ROM of an ESP32-C3 has newlib's functions, which
 * go by words where source and target are aligned alike (ESP-IDF's guide to its migration to 6.0, on misaligned accesses: "aligned
 * memory operations" keep their speed). The engine copies a slot of 16 bytes with each call and return, so a third of all that was
 * counted was this. What is not aligned alike goes by bytes there, and here.
 */
#include <stddef.h>
#include <stdint.h>

/* A loop in here must not become a call of the function that it is in. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

enum { WORD = sizeof(uint32_t), BLOCK = 4 * WORD };

static int alike(const void* a, const void* b)
{
	return (((uintptr_t)a ^ (uintptr_t)b) & (WORD - 1)) == 0;
}

static int aligned(const void* address)
{
	return ((uintptr_t)address & (WORD - 1)) == 0;
}

void* memcpy(void* restrict target, const void* restrict source, size_t size)
{
	uint8_t* to = target;
	const uint8_t* from = source;
	if (size >= WORD && alike(to, from)) {
		for (; !aligned(to); size--) *to++ = *from++;
		uint32_t* words = (uint32_t*)to;
		const uint32_t* read = (const uint32_t*)from;
		for (; size >= BLOCK; size -= BLOCK, words += 4, read += 4) {
			uint32_t a = read[0], b = read[1], c = read[2], d = read[3];
			words[0] = a;
			words[1] = b;
			words[2] = c;
			words[3] = d;
		}
		for (; size >= WORD; size -= WORD) *words++ = *read++;
		to = (uint8_t*)words;
		from = (const uint8_t*)read;
	}
	for (; size > 0; size--) *to++ = *from++;
	return target;
}

void* memmove(void* target, const void* source, size_t size)
{
	uint8_t* to = target;
	const uint8_t* from = source;
	if (to <= from || to >= from + size) return memcpy(target, source, size);
	to += size;
	from += size;
	if (size >= WORD && alike(to, from)) {
		for (; !aligned(to); size--) *--to = *--from;
		for (; size >= WORD; size -= WORD) {
			to -= WORD;
			from -= WORD;
			*(uint32_t*)to = *(const uint32_t*)from;
		}
	}
	for (; size > 0; size--) *--to = *--from;
	return target;
}

void* memset(void* target, int byte, size_t size)
{
	uint8_t* to = target;
	if (size >= WORD) {
		uint32_t word = (uint8_t)byte * 0x01010101u;
		for (; !aligned(to); size--) *to++ = (uint8_t)byte;
		uint32_t* words = (uint32_t*)to;
		for (; size >= BLOCK; size -= BLOCK, words += 4) words[0] = words[1] = words[2] = words[3] = word;
		for (; size >= WORD; size -= WORD) *words++ = word;
		to = (uint8_t*)words;
	}
	for (; size > 0; size--) *to++ = (uint8_t)byte;
	return target;
}
