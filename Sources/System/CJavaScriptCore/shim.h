#ifndef RADERWERK_CJAVASCRIPTCORE_SHIM_H
#define RADERWERK_CJAVASCRIPTCORE_SHIM_H

// The part of JavaScriptCore's C interface that the worker uses, found by name at run time, so
// that nothing links the library and no development package is needed. The interface is stable.
// JSContextGroupSetExecutionTimeLimit is exported but in none of Debian's headers.

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef const struct JSCGroup *JSCGroupRef;
typedef struct JSCContext *JSCContextRef;
typedef const struct JSCValue *JSCValueRef;
typedef struct JSCObject *JSCObjectRef;
typedef struct JSCString *JSCStringRef;

/// Called when the time limit has passed; true ends the script.
typedef bool (*JSCShouldTerminate)(JSCContextRef context, void *data);

/// A function that scripts call.
typedef JSCValueRef (*JSCFunction)(JSCContextRef, JSCObjectRef function, JSCObjectRef self,
                                   size_t count, const JSCValueRef arguments[], JSCValueRef *exception);

struct jsc_functions {
    JSCGroupRef (*JSContextGroupCreate)(void);
    void (*JSContextGroupSetExecutionTimeLimit)(JSCGroupRef, double, JSCShouldTerminate, void *);
    JSCContextRef (*JSGlobalContextCreateInGroup)(JSCGroupRef, void *);
    void (*JSGlobalContextRelease)(JSCContextRef);
    JSCObjectRef (*JSContextGetGlobalObject)(JSCContextRef);
    JSCStringRef (*JSStringCreateWithUTF8CString)(const char *);
    void (*JSStringRelease)(JSCStringRef);
    size_t (*JSStringGetMaximumUTF8CStringSize)(JSCStringRef);
    size_t (*JSStringGetUTF8CString)(JSCStringRef, char *, size_t);
    bool (*JSCheckScriptSyntax)(JSCContextRef, JSCStringRef, JSCStringRef, int, JSCValueRef *);
    JSCValueRef (*JSEvaluateScript)(JSCContextRef, JSCStringRef, JSCObjectRef, JSCStringRef, int, JSCValueRef *);
    JSCValueRef (*JSValueMakeString)(JSCContextRef, JSCStringRef);
    JSCStringRef (*JSValueToStringCopy)(JSCContextRef, JSCValueRef, JSCValueRef *);
    void (*JSValueProtect)(JSCContextRef, JSCValueRef);
    void (*JSValueUnprotect)(JSCContextRef, JSCValueRef);
    JSCObjectRef (*JSValueToObject)(JSCContextRef, JSCValueRef, JSCValueRef *);
    JSCValueRef (*JSObjectGetProperty)(JSCContextRef, JSCObjectRef, JSCStringRef, JSCValueRef *);
    JSCObjectRef (*JSObjectMakeFunctionWithCallback)(JSCContextRef, JSCStringRef, JSCFunction);
    JSCValueRef (*JSObjectCallAsFunction)(JSCContextRef, JSCObjectRef, JSCObjectRef, size_t, const JSCValueRef[], JSCValueRef *);
};

#define JSC_FIND(name) \
    (*(void **)&functions->name = dlsym(library, #name), functions->name != NULL)

/// Opens the library and finds every function; false if any is missing.
static inline bool jsc_load(const char *path, struct jsc_functions *functions) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    return library != NULL
        && JSC_FIND(JSContextGroupCreate)
        && JSC_FIND(JSContextGroupSetExecutionTimeLimit)
        && JSC_FIND(JSGlobalContextCreateInGroup)
        && JSC_FIND(JSGlobalContextRelease)
        && JSC_FIND(JSContextGetGlobalObject)
        && JSC_FIND(JSStringCreateWithUTF8CString)
        && JSC_FIND(JSStringRelease)
        && JSC_FIND(JSStringGetMaximumUTF8CStringSize)
        && JSC_FIND(JSStringGetUTF8CString)
        && JSC_FIND(JSCheckScriptSyntax)
        && JSC_FIND(JSEvaluateScript)
        && JSC_FIND(JSValueMakeString)
        && JSC_FIND(JSValueToStringCopy)
        && JSC_FIND(JSValueProtect)
        && JSC_FIND(JSValueUnprotect)
        && JSC_FIND(JSValueToObject)
        && JSC_FIND(JSObjectGetProperty)
        && JSC_FIND(JSObjectMakeFunctionWithCallback)
        && JSC_FIND(JSObjectCallAsFunction);
}

/// Whether a number is kept as a 32-bit integer: the engine's values carry that in their upper
/// bits, and its interface hands them out as they are. Nobody promises that: ask it of known
/// numbers before it is believed.
static inline bool jsc_is_tagged_integer(JSCValueRef value) {
    return sizeof(value) == 8 && ((uintptr_t)value >> 49) == 0x7fff;
}

#endif
