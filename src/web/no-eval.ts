// The content security policy forbids code made of text, and reports whoever tries. Zod is loaded later than this.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
export {};
