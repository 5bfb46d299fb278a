/** For tools that do not read single-file components; the type checker sees through to the real ones. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent<object, object, unknown>;
  export default component;
}
