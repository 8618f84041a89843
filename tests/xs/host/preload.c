#include "xsAll.h"
#include "arena.h"
#include "preload.h"

/* Aliases are counted from 1: 0 is XS_NO_ID, by which the engine knows what needs none. */
#define FIRST_ALIAS 1

static int isPreloading;

void preloadBegin(void)
{
	isPreloading = 1;
}

void preloadEnd(txMachine* the)
{
	fxShareMachine(the);
	arenaProtect();
	isPreloading = 0;
}

/* The linker's --wrap brings the engine's calls of these here. */

void* __real_fxAllocateChunks(txMachine* the, txSize size);
txSlot* __real_fxAllocateSlots(txMachine* the, txSize count);
txSlot* __real_fxNewGlobalInstance(txMachine* the);

void* __wrap_fxAllocateChunks(txMachine* the, txSize size)
{
	return isPreloading ? arenaAllocate((size_t)size) : __real_fxAllocateChunks(the, size);
}

txSlot* __wrap_fxAllocateSlots(txMachine* the, txSize count)
{
	return isPreloading ? arenaAllocate((size_t)count * sizeof(txSlot)) : __real_fxAllocateSlots(the, count);
}

/* A clone's global inherits from the shared one, and looks for names in an ordinary object: so it is where the engine is linked. */
txSlot* __wrap_fxNewGlobalInstance(txMachine* the)
{
	return isPreloading ? fxNewObjectInstance(the) : __real_fxNewGlobalInstance(the);
}

static void eachSlot(txMachine* the, void (*visit)(txMachine* the, txSlot* slot))
{
	for (txSlot* heap = the->firstHeap; heap; heap = heap->next)
		for (txSlot* slot = heap + 1; slot < heap->value.reference; slot++) visit(the, slot);
}

/* Slots that lie in a chunk: items of an array, and of what a generator has kept of its stack. */
static txSlot* items(txSlot* slot, txIndex* count)
{
	txSlot* first = slot->value.array.address;
	*count = 0;
	switch (slot->kind) {
	case XS_ARGUMENTS_SLOPPY_KIND:
	case XS_ARGUMENTS_STRICT_KIND:
	case XS_ARRAY_KIND:
	case XS_STACK_KIND:
		if (first) *count = (((txChunk*)((txByte*)first - sizeof(txChunk)))->size - sizeof(txChunk)) / sizeof(txSlot);
		if (*count > slot->value.array.length) *count = slot->value.array.length;
	}
	return first;
}

static int isEnvironment(const txSlot* instance)
{
	return instance->next && (instance->next->flag & XS_INTERNAL_FLAG) && instance->next->ID == XS_ENVIRONMENT_BEHAVIOR;
}

static void freezeSlot(txSlot* slot)
{
	slot->flag |= XS_DONT_DELETE_FLAG;
	if (slot->kind != XS_ACCESSOR_KIND) slot->flag |= XS_DONT_SET_FLAG;
}

/* Of the instance itself, its internals among its properties; not of what it refers to. */
static void freeze(txSlot* instance)
{
	instance->flag |= XS_DONT_PATCH_FLAG;
	for (txSlot* property = instance->next; property; property = property->next) {
		txIndex count;
		txSlot* item = items(property, &count);
		for (; count > 0; count--) freezeSlot(item++);
		if (property->kind == XS_PRIVATE_KIND)
			for (txSlot* field = property->value.private.first; field; field = field->next) freezeSlot(field);
		freezeSlot(property);
	}
}

static int isFrozen(txSlot* instance)
{
	if (!(instance->flag & XS_DONT_PATCH_FLAG)) return 0;
	for (txSlot* property = instance->next; property; property = property->next) {
		if (property->kind == XS_ARRAY_KIND) {
			txIndex count;
			txSlot* item = items(property, &count);
			for (; count > 0; count--, item++) {
				if (!(item->flag & XS_DONT_DELETE_FLAG)) return 0;
				if (item->kind != XS_ACCESSOR_KIND && !(item->flag & XS_DONT_SET_FLAG)) return 0;
			}
		}
		else {
			if (!(property->flag & XS_DONT_DELETE_FLAG)) return 0;
			if (property->kind != XS_ACCESSOR_KIND && !(property->flag & XS_DONT_SET_FLAG)) return 0;
		}
	}
	return 1;
}

static txSlot* referred(txSlot* slot)
{
	return slot->kind == XS_REFERENCE_KIND ? slot->value.reference : NULL;
}

static void freezeReferred(txSlot* slot)
{
	txSlot* instance = referred(slot);
	if (instance) freeze(instance);
}

/* What the engine has made itself: its objects and prototypes, and what these refer to. */
static void freezeBuiltIns(txMachine* the)
{
	for (txSlot* root = the->stack; root < the->stackTop; root++) {
		freezeReferred(root);
		txSlot* instance = referred(root);
		for (txSlot* property = instance ? instance->next : NULL; property; property = property->next) freezeReferred(property);
	}
}

/* What is in the engine's table of modules: nothing of it changes once they have run. */
static void freezeModules(txMachine* the)
{
	for (txSlot* module = mxProgram.value.reference->next; module; module = module->next) {
		freezeReferred(module);
		freezeReferred(mxModuleInstanceExports(module->value.reference));
		freezeReferred(mxModuleInstanceMeta(module->value.reference));
	}
}

/*
 * Instances of which the engine could not tell a write, or of which nobody would expect one: functions and classes with their
 * prototypes, bytes, collections, promises, regular expressions, proxies, environments.
 */
static void freezeByKind(txMachine* the, txSlot* slot)
{
	txSlot* internal = slot->next;
	if (slot->kind != XS_INSTANCE_KIND || !internal || !(internal->flag & XS_INTERNAL_FLAG)) return;
	switch (internal->kind) {
	case XS_CALLBACK_KIND:
	case XS_CODE_KIND:
		freeze(slot);
		for (txSlot* property = internal; property; property = property->next)
			if (property->ID == mxID(_prototype) && !(property->flag & XS_INTERNAL_FLAG)) freezeReferred(property);
		break;
	case XS_ARRAY_BUFFER_KIND:
	case XS_DATA_VIEW_KIND:
	case XS_TYPED_ARRAY_KIND:
	case XS_FINALIZATION_REGISTRY_KIND:
	case XS_MAP_KIND:
	case XS_SET_KIND:
	case XS_WEAK_MAP_KIND:
	case XS_WEAK_REF_KIND:
	case XS_WEAK_SET_KIND:
	case XS_PROMISE_KIND:
	case XS_PROXY_KIND:
	case XS_REGEXP_KIND:
		freeze(slot);
		break;
	}
	/* It is made anew in the clone when the expression is used. */
	if (internal->kind == XS_REGEXP_KIND) internal->value.regexp.data = NULL;
}

/* A variable that holds a function is constant: to call it takes no look at whether it was changed. */
static void makeFunctionsConstant(txMachine* the, txSlot* slot)
{
	if (slot->kind != XS_CLOSURE_KIND) return;
	txSlot* variable = slot->value.closure;
	txSlot* function = referred(variable);
	if (function && mxIsFunction(function)) variable->flag |= XS_DONT_SET_FLAG;
}

/* The clone has a table by these numbers, of 4 bytes each, and copies what it writes. */
static void numberAlias(txMachine* the, txSlot* slot)
{
	if (slot->kind == XS_INSTANCE_KIND) {
		slot->ID = isEnvironment(slot) || isFrozen(slot) ? XS_NO_ID : the->aliasCount++;
	}
	else if (slot->kind == XS_CLOSURE_KIND) {
		txSlot* variable = slot->value.closure;
		if (!(variable->flag & XS_DONT_SET_FLAG) && variable->ID == XS_NO_ID) variable->ID = the->aliasCount++;
	}
}

/*
 * What a value points to is not the clone's to mark and to move. So the engine has two kinds for each such value; the collector
 * leaves the second alone, wherever it is copied to.
 */
static void makeStatic(txSlot* slot)
{
	switch (slot->kind) {
	case XS_STRING_KIND: slot->kind = XS_STRING_X_KIND; break;
	case XS_BIGINT_KIND: slot->kind = XS_BIGINT_X_KIND; break;
	case XS_CODE_KIND: slot->kind = XS_CODE_X_KIND; break;
	case XS_KEY_KIND: slot->kind = XS_KEY_X_KIND; break;
	}
	slot->flag |= XS_MARK_FLAG;
}

static void makeAllStatic(txMachine* the, txSlot* slot)
{
	txIndex count;
	txSlot* item = items(slot, &count);
	for (; count > 0; count--) makeStatic(item++);
	makeStatic(slot);
}

/* In the place of the engine's own, which takes frozen what the linker has frozen: here that is done first. */
void __wrap_fxShare(txMachine* the)
{
	freezeBuiltIns(the);
	freezeModules(the);
	eachSlot(the, freezeByKind);
	eachSlot(the, makeFunctionsConstant);
	the->aliasCount = FIRST_ALIAS;
	eachSlot(the, numberAlias);
	eachSlot(the, makeAllStatic);
	for (txSlot* slot = the->stack; slot < the->stackTop; slot++) makeStatic(slot);
}

static txSlot* aliased;

static void tellWhoRefers(txMachine* the, txSlot* slot)
{
	txSlot* target = slot->kind == XS_CLOSURE_KIND ? slot->value.closure : slot->kind == XS_REFERENCE_KIND ? slot->value.reference : NULL;
	if (target == aliased && slot->ID != XS_NO_ID) printf(" %s", fxGetKeyName(the, slot->ID));
}

static void tellAlias(txMachine* the, txSlot* slot)
{
	if (slot->kind == XS_INSTANCE_KIND ? slot->ID == XS_NO_ID : slot->kind != XS_CLOSURE_KIND || slot->value.closure->ID == XS_NO_ID) return;
	aliased = slot->kind == XS_CLOSURE_KIND ? slot->value.closure : slot;
	printf(slot->kind == XS_CLOSURE_KIND ? "variable" : slot->next && slot->next->kind == XS_ARRAY_KIND ? "array" : "object");
	eachSlot(the, tellWhoRefers);
	printf("\n");
}

void preloadListAliases(txMachine* the)
{
	eachSlot(the, tellAlias);
}
