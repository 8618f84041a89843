#include "program.h"
#include "board.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/*
 * Flash as on an ESP32 with two programs: two boot records in sectors of their own, of which the one with the higher sequence
 * number counts that is whole; it names the slot. A program is begun only when its checksum is right. Nothing is copied.
 */
enum { SECTOR = 0x1000, RECORDS = 2, SLOTS = 2, FIRST_SLOT = 0x10000, SLOT_SIZE = 0x200000 };
enum { RECORD_MAGIC = 0x544f4f42, PROGRAM_MAGIC = 0x474f5250 };

typedef struct { uint32_t magic, sequence, slot, checksum; } BootRecord;
/* What is counted by `size` and `checksum` follows: the arguments, an empty one behind the last, and the files: name, text. */
typedef struct { uint32_t magic, size, checksum; } ProgramHeader;

static const char* content;
static const char* contentEnd;

/* CRC-32 as in Ethernet and zlib. */
static uint32_t checksumOf(const uint8_t* bytes, size_t size)
{
	uint32_t sum = 0xffffffff;
	for (size_t index = 0; index < size; index++) {
		sum ^= bytes[index];
		for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return ~sum;
}

static int isWhole(const BootRecord* record)
{
	return record->magic == RECORD_MAGIC && record->slot < SLOTS
		&& record->checksum == checksumOf((const uint8_t*)record, offsetof(BootRecord, checksum));
}

static const BootRecord* newestRecord(void)
{
	const BootRecord* newest = NULL;
	for (int index = 0; index < RECORDS; index++) {
		const BootRecord* record = (const BootRecord*)(boardFlash() + index * SECTOR);
		if (isWhole(record) && (!newest || record->sequence > newest->sequence)) newest = record;
	}
	return newest;
}

const char* findProgram(void)
{
	const BootRecord* record = newestRecord();
	if (!record) return "no boot record is whole";
	const uint8_t* slot = boardFlash() + FIRST_SLOT + record->slot * SLOT_SIZE;
	const ProgramHeader* header = (const ProgramHeader*)slot;
	if (header->magic != PROGRAM_MAGIC) return "there is no program where the boot record says";
	const uint8_t* bytes = slot + sizeof *header;
	if (header->size > SLOT_SIZE - sizeof *header || header->checksum != checksumOf(bytes, header->size)) return "the program is damaged";
	content = (const char*)bytes;
	contentEnd = content + header->size;
	return NULL;
}

static const char* behind(const char* text)
{
	return text + strlen(text) + 1;
}

int programArguments(char* arguments[], int capacity)
{
	int count = 1;
	for (const char* argument = content; *argument && count < capacity; argument = behind(argument)) arguments[count++] = strdup(argument);
	return count;
}

static const char* textOf(const char* name)
{
	const char* file = content;
	while (*file) file = behind(file);
	for (file++; file < contentEnd; file = behind(behind(file))) if (!strcmp(file, name)) return behind(file);
	return NULL;
}

static const char* next;

static int nextByte(FILE* file)
{
	return *next ? (unsigned char)*next++ : _FDEV_EOF;
}

/* What the engine opens are files of the program (--wrap=fopen), one at a time. */
FILE* __wrap_fopen(const char* name, const char* mode)
{
	static FILE file = FDEV_SETUP_STREAM(NULL, nextByte, NULL, _FDEV_SETUP_READ);
	next = textOf(name);
	return next ? &file : NULL;
}
