import type { ModelNames } from '../../server/contract/api/model.ts';
import { fitBesidePalette, type ViewCanvas } from './fit-beside-palette.ts';
import { NameChoices } from './name-choices.ts';
import { PendingInput } from './pending-input.ts';
import { translateModule } from './translate/translate-module.ts';

/** The part of bpmn-js' modeler that we use. */
export interface ProcessModeler {
  /** @throws Error when the XML cannot be drawn. */
  open(xml: string): Promise<void>;
  /** Takes over at once what is being typed, on the canvas or in the panel. */
  finishEditing(): void;
  xml(): Promise<string>;
  svg(): Promise<string>;
  /** Shows the whole diagram beside the palette. */
  fit(): void;
  /** Zooms in (above 1) or out (below 1) around the middle. */
  zoomBy(factor: number): void;
  /** Selects an element and brings it into view. */
  show(elementId: string): void;
  /** Marks the elements that have findings. */
  mark(findings: readonly { readonly elementId: string | null; readonly severity: 'error' | 'warning' }[]): void;
  /** Names that can be chosen in the panel of properties from now on. */
  offerNames(names: ModelNames): void;
  /** Words are shown in the language that is present now. */
  renewWords(): void;
  close(): void;
}

interface Modeler {
  importXML(xml: string): Promise<unknown>;
  saveXML(options: object): Promise<{ xml?: string }>;
  saveSVG(): Promise<{ svg: string }>;
  get<S>(service: string): S;
  on(event: string, listener: (event: { readonly trigger?: string }) => void): void;
  destroy(): void;
}
interface Canvas extends ViewCanvas {
  zoom(level?: number): number;
  scrollToElement(id: string): void;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}

/**
 * Loads bpmn-js and its tools (only when a process is opened) into the two containers; `changed` is told of every
 * change.
 */
export async function openModeler(
  containers: { readonly canvas: HTMLElement; readonly properties: HTMLElement },
  changed: () => void,
): Promise<ProcessModeler> {
  const [{ default: Modeler }, panel, anything, minimap, behaviors, camunda] = await Promise.all([
    import('bpmn-js/lib/Modeler.js'),
    import('bpmn-js-properties-panel'),
    import('bpmn-js-create-append-anything'),
    import('diagram-js-minimap'),
    import('camunda-bpmn-js-behaviors/lib/camunda-platform/index.js'),
    import('camunda-bpmn-moddle/resources/camunda.json', { with: { type: 'json' } }),
    import('bpmn-js/dist/assets/diagram-js.css'),
    import('bpmn-js/dist/assets/bpmn-js.css'),
    import('bpmn-js/dist/assets/bpmn-font/css/bpmn.css'),
    import('@bpmn-io/properties-panel/assets/properties-panel.css'),
    import('diagram-js-minimap/assets/diagram-js-minimap.css'),
  ]);
  const input = new PendingInput();
  const choices = new NameChoices(containers.properties);
  const modeler = new (Modeler as unknown as new (options: object) => Modeler)({
    container: containers.canvas,
    propertiesPanel: { parent: containers.properties },
    moddleExtensions: { camunda: camunda.default },
    additionalModules: [
      panel.BpmnPropertiesPanelModule,
      panel.BpmnPropertiesProviderModule,
      panel.CamundaPlatformPropertiesProviderModule,
      behaviors.default,
      anything.CreateAppendAnythingModule,
      minimap.default,
      translateModule,
      { debounceInput: ['value', input.delay] },
    ],
  });
  // Opening a diagram empties the stack of commands: that is no change of it.
  modeler.on('commandStack.changed', ({ trigger }) => {
    if (trigger !== 'clear') changed();
  });
  let marked: readonly string[] = [];
  const fit = (): void => {
    const palette = containers.canvas.querySelector<HTMLElement>('.djs-palette');
    fitBesidePalette(modeler.get<Canvas>('canvas'), palette?.offsetWidth ?? 0);
  };
  return {
    async open(xml) {
      await modeler.importXML(xml);
      marked = [];
      fit();
    },
    fit,
    zoomBy(factor) {
      const canvas = modeler.get<Canvas>('canvas');
      canvas.zoom(Math.min(Math.max(canvas.zoom() * factor, 0.2), 4));
    },
    finishEditing() {
      const editing = modeler.get<{ isActive(): boolean; complete(): void }>('directEditing');
      if (editing.isActive()) editing.complete();
      input.flush();
    },
    async xml() {
      return (await modeler.saveXML({ format: true })).xml ?? '';
    },
    async svg() {
      return (await modeler.saveSVG()).svg;
    },
    show(elementId) {
      const element = modeler.get<{ get(id: string): object | undefined }>('elementRegistry').get(elementId);
      if (!element) return;
      modeler.get<{ select(element: object): void }>('selection').select(element);
      modeler.get<Canvas>('canvas').scrollToElement(elementId);
    },
    mark(findings) {
      const canvas = modeler.get<Canvas>('canvas');
      const registry = modeler.get<{ get(id: string): object | undefined }>('elementRegistry');
      for (const id of marked)
        if (registry.get(id)) for (const kind of ['error', 'warning']) canvas.removeMarker(id, `alur-${kind}`);
      const present = findings.flatMap(({ elementId, severity }) =>
        elementId !== null && registry.get(elementId) ? [{ elementId, severity }] : [],
      );
      for (const { elementId, severity } of present) canvas.addMarker(elementId, `alur-${severity}`);
      marked = present.map(({ elementId }) => elementId);
    },
    offerNames(names) {
      choices.offer(names);
    },
    renewWords() {
      const bus = modeler.get<{ fire(event: string): void }>('eventBus');
      bus.fire('i18n.changed');
      bus.fire('propertiesPanel.providersChanged');
      // The minimap writes the words of its button when it is opened or closed.
      const map = modeler.get<{ toggle(): void }>('minimap');
      map.toggle();
      map.toggle();
    },
    close() {
      choices.close();
      modeler.destroy();
    },
  };
}
