/** Rollup plugin: what is bundled for devices is no development build, and checks that only such a build makes are left out. */
export default function released() {
  return {
    name: 'released',
    transform(code, id) {
      if (!id.endsWith('/modules/base/development.ts')) return null;
      return { code: code.replace(/IS_DEVELOPMENT\s*=\s*true/, 'IS_DEVELOPMENT = false'), map: null };
    },
  };
}
