/** Where requests are logged; pino fits. The first argument is data, the second a constant text. */
export interface RequestLog {
  info(data: object, text: string): void;
  warn(data: object, text: string): void;
  error(data: object, text: string): void;
}
