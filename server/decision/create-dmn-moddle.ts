import { DmnModdle } from 'dmn-moddle';

const part = (name: string) => ({ name, type: 'ChildExpression', xml: { serialize: 'property' } });
const iterator = (name: string, each: string) => ({
  name,
  superClass: ['Expression'],
  properties: [{ name: 'iteratorVariable', type: 'String', isAttr: true }, part('in'), part(each)],
});

/** Boxed expressions that DMN 1.4 has added (10.2.1.8 to 10.2.1.10). */
const boxesOfDmn14 = [
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
];

/** Reads DMN 1.3, with the boxed expressions of DMN 1.4: what dmn-moddle knows and what it lacks. */
export function createDmnModdle(): DmnModdle {
  const dmn13 = new DmnModdle().getPackages().find(({ prefix }) => prefix === 'dmn');
  if (!dmn13) throw new Error('dmn-moddle has no package dmn. Use the version that package.json names.');
  return new DmnModdle({ dmn: structuredClone({ ...dmn13, types: [...dmn13.types, ...boxesOfDmn14] }) });
}
