import dmn13 from 'dmn-moddle/resources/dmn/json/dmn13.json' with { type: 'json' };

const part = (name: string) => ({ name, type: 'ChildExpression', xml: { serialize: 'property' } });
const iterator = (name: string, each: string) => ({
  name,
  superClass: ['Expression'],
  properties: [{ name: 'iteratorVariable', type: 'String', isAttr: true }, part('in'), part(each)],
});

/** What dmn-moddle knows of DMN 1.3, with the boxed expressions that DMN 1.4 has added. */
export const dmnPackage: Record<string, unknown> = {
  ...dmn13,
  types: [
    ...dmn13.types,
    {
      name: 'ChildExpression',
      properties: [
        { name: 'value', type: 'Expression' },
        { name: 'id', type: 'String', isAttr: true },
        { name: 'typeRef', type: 'String', isAttr: true },
      ],
    },
    { name: 'Conditional', superClass: ['Expression'], properties: [part('if'), part('then'), part('else')] },
    { name: 'Filter', superClass: ['Expression'], properties: [part('in'), part('match')] },
    iterator('For', 'return'),
    iterator('Some', 'satisfies'),
    iterator('Every', 'satisfies'),
  ],
};
