import type { DiagramMarks } from './diagram-marks.ts';

/** The part of bpmn-js' NavigatedViewer that we use. */
export interface DiagramViewer {
  mark(marks: DiagramMarks): void;
  zoomBy(factor: number): void;
  move(dx: number, dy: number): void;
  /** Shows the whole diagram. */
  fit(): void;
  close(): void;
}

interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  /** Reads the size of the container again. */
  resized(): void;
  scroll(delta: { dx: number; dy: number }): void;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}
interface Overlays {
  add(id: string, type: string, overlay: { position: Record<string, number>; html: string }): void;
  remove(filter: { type: string }): void;
}
interface BpmnViewer {
  importXML(xml: string): Promise<unknown>;
  get<T>(service: string): T;
  on(event: string, listener: (event: { element?: { id?: string } }) => void): void;
  destroy(): void;
}
interface ElementRegistry {
  get(id: string): unknown;
}

const markers = { active: 'alur-active', done: 'alur-done', incidents: 'alur-incident' } as const;
const overlayType = 'alur-count';

/**
 * Loads bpmn-js (only when a diagram is shown) and opens the XML in the container. Throws when the XML cannot be drawn.
 */
export async function openViewer(
  container: HTMLElement,
  xml: string,
  selected: (activityId: string) => void,
): Promise<DiagramViewer> {
  const [loaded] = await Promise.all([
    import('bpmn-js/lib/NavigatedViewer.js'),
    import('bpmn-js/dist/assets/diagram-js.css'),
    import('bpmn-js/dist/assets/bpmn-js.css'),
  ]);
  // Its types are those of a CommonJS module; what the bundler loads is the class itself.
  const NavigatedViewer = loaded.default as unknown as new (options: { container: HTMLElement }) => BpmnViewer;
  const viewer = new NavigatedViewer({ container });
  await viewer.importXML(xml);
  const canvas = viewer.get<Canvas>('canvas');
  const overlays = viewer.get<Overlays>('overlays');
  const registry = viewer.get<ElementRegistry>('elementRegistry');
  const marked: (readonly [string, string])[] = [];
  let fitted = canvas.zoom('fit-viewport', 'auto');
  const fit = (): void => {
    fitted = canvas.zoom('fit-viewport', 'auto');
  };
  // A phone that is turned shows the whole again, unless somebody has zoomed in.
  const resizes = new ResizeObserver(() => {
    const whole = canvas.zoom() === fitted;
    canvas.resized();
    if (whole && container.clientWidth > 0) fit();
  });
  resizes.observe(container);
  viewer.on('element.click', (event) => {
    if (event.element?.id !== undefined) selected(event.element.id);
  });
  return {
    mark: (marks) => {
      for (const [id, marker] of marked.splice(0)) canvas.removeMarker(id, marker);
      for (const [kind, marker] of Object.entries(markers) as [keyof typeof markers, string][]) {
        for (const id of marks[kind]) {
          // An activity of another version may not be in this diagram.
          if (registry.get(id) === undefined || (kind === 'done' && marks.active.includes(id))) continue;
          canvas.addMarker(id, marker);
          marked.push([id, marker]);
        }
      }
      overlays.remove({ type: overlayType });
      for (const { activityId, count, kind } of marks.counts) {
        if (count <= 0 || registry.get(activityId) === undefined) continue;
        const position = kind === 'incident' ? { top: -12, right: 14 } : { bottom: 12, left: -12 };
        overlays.add(activityId, overlayType, {
          position,
          html: `<span class="diagram__count diagram__count--${kind}">${String(Math.round(count))}</span>`,
        });
      }
    },
    zoomBy: (factor) => {
      canvas.zoom(Math.min(4, Math.max(0.2, canvas.zoom() * factor)), 'auto');
    },
    move: (dx, dy) => {
      canvas.scroll({ dx, dy });
    },
    fit,
    close: () => {
      resizes.disconnect();
      viewer.destroy();
    },
  };
}
