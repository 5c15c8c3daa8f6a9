import { createRequire } from 'node:module';

interface Definition {
  run(callback?: (error?: Error) => void): void;
  once(event: string, listener: () => void): void;
  on(event: string, listener: (api: { readonly id: string; signal(): void }) => void): void;
}

/**
 * One run of start → three user tasks → end in bpmn-elements, the library under bpmn-engine, from a context that is
 * parsed once: what its core costs without reading XML.
 */
export async function prepareElements(source: string): Promise<() => Promise<void>> {
  // They come with bpmn-engine.
  const require = createRequire(createRequire(import.meta.url).resolve('bpmn-engine'));
  const elements = require('bpmn-elements') as {
    Context: new (context: unknown) => unknown;
    Definition: new (context: unknown) => Definition;
  };
  const { default: serialize, TypeResolver } = require('moddle-context-serializer') as {
    default: (context: unknown, resolver: unknown) => unknown;
    TypeResolver: (types: unknown) => unknown;
  };
  const { BpmnModdle } = await import('bpmn-moddle');
  const parsed = await new BpmnModdle().fromXML(source);
  const serialized = serialize(parsed, TypeResolver(elements));
  return () =>
    new Promise<void>((done) => {
      const context = new elements.Context(serialized);
      const definition = new elements.Definition(context);
      definition.on('activity.wait', (api) => api.signal());
      definition.once('leave', () => done());
      definition.run();
    });
}
