/** The media type is none that the endpoint takes (415). */
export class UnsupportedMediaType extends Error {
  override readonly name = 'UnsupportedMediaType';
}

/** The address is there, but not for this method (405). */
export class MethodNotAllowed extends Error {
  override readonly name = 'MethodNotAllowed';
}
