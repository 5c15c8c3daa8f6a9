const MEDIA: readonly (readonly [ending: RegExp, type: string])[] = [
  [/\.(bpmn|dmn|cmmn|xml)$/, 'application/xml'],
  [/\.(json|form)$/, 'application/json'],
  [/\.png$/, 'image/png'],
  [/\.jpe?g$/, 'image/jpeg'],
  [/\.gif$/, 'image/gif'],
  [/\.svg$/, 'image/svg+xml'],
  [/\.(js|txt|py|rb|groovy)$/, 'text/plain'],
];

/** Media type of a deployed file by the ending of its name. */
export function mediaTypeOf(name: string): string {
  return MEDIA.find(([ending]) => ending.test(name))?.[1] ?? 'application/octet-stream';
}
