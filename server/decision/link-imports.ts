import type { DecisionModel, ItemType, ModelImport } from './decision-model.ts';
import { createDmnFinding, type DmnFinding } from './dmn-finding.ts';
import type { DmnFindingCode } from './dmn-finding-texts.ts';
import type { ParsedDmn } from './parse-dmn.ts';
import { plainNamespace, splitReference } from './reference.ts';

/**
 * A file with the models that it imports, which are looked for by their namespace among the files that it comes with
 * (DMN 1.3, 6.3.3). What is not there, or imports itself in a circle, is reported. A file with errors stays as it is.
 */
export function linkImports(file: ParsedDmn, files: readonly ParsedDmn[]): ParsedDmn {
  if (!file.model || file.model.imports.length === 0) return file;
  const findings: DmnFinding[] = [];
  const model = link(file.model, { files, path: [], linked: new Map(), findings });
  const all = [...file.findings, ...findings];
  return all.some(({ severity }) => severity === 'error') ? { findings: all } : { model, findings: all };
}

interface Linking {
  readonly files: readonly ParsedDmn[];
  /** Namespaces of the models that led here. */
  readonly path: readonly string[];
  readonly linked: Map<string, DecisionModel>;
  readonly findings: DmnFinding[];
}

function link(model: DecisionModel, linking: Linking): DecisionModel {
  const path = [...linking.path, plainNamespace(model.namespace ?? '')];
  const imports = model.imports.map((each): ModelImport => {
    if (path.includes(each.namespace)) {
      linking.findings.push(createDmnFinding('DMN-033', { name: each.name, namespace: each.namespace }));
      return each;
    }
    const known = linking.linked.get(each.namespace);
    if (known) return { ...each, model: known };
    const found = linking.files.find((other) => plainNamespace(other.model?.namespace ?? '') === each.namespace)?.model;
    if (!found) {
      linking.findings.push(createDmnFinding('DMN-032', { name: each.name, namespace: each.namespace }));
      return each;
    }
    const imported = link(found, { ...linking, path });
    linking.linked.set(each.namespace, imported);
    return { ...each, model: imported };
  });
  const linked = { ...model, imports, types: new Map([...model.types, ...imports.flatMap(importedTypes)]) };
  linking.findings.push(...missingReferences(linked));
  return linked;
}

/** References to imported models whose element is not there. */
function missingReferences({ decisions, knowledge, imports }: DecisionModel): readonly DmnFinding[] {
  const missing = (reference: string, kinds: readonly ('decisions' | 'knowledge' | 'services')[]) => {
    const { namespace, id } = splitReference(reference);
    const model = imports.find((each) => each.namespace === namespace)?.model;
    return model !== undefined && model !== null && !kinds.some((kind) => model[kind].has(id));
  };
  const told = (code: DmnFindingCode, { id, name }: { readonly id: string; readonly name: string | null }) => {
    const decision = name === null || name === id ? id : `"${name}" (${id})`;
    return (reference: string) => createDmnFinding(code, { decision, reference }, { elementId: id });
  };
  return [
    ...[...decisions.values()].flatMap((each) =>
      each.requires.filter((reference) => missing(reference, ['decisions'])).map(told('DMN-011', each)),
    ),
    ...[...decisions.values(), ...knowledge.values()].flatMap((each) =>
      each.requiresKnowledge
        .filter((reference) => missing(reference, ['knowledge', 'services']))
        .map(told('DMN-013', each)),
    ),
  ];
}

/** Types of an imported model by the names that this one has for them, `import.type`. */
function importedTypes({ name: prefix, model }: ModelImport): readonly (readonly [string, ItemType])[] {
  if (!model) return [];
  const renamed = (typeRef: string | null) =>
    typeRef !== null && model.types.has(typeRef) ? `${prefix}.${typeRef}` : typeRef;
  const rename = (type: ItemType): ItemType => ({
    ...type,
    typeRef: renamed(type.typeRef),
    outputTypeRef: renamed(type.outputTypeRef),
    components: type.components.map((each) => ({ ...each, type: rename(each.type) })),
  });
  return [...model.types].map(([name, type]) => [`${prefix}.${name}`, rename(type)] as const);
}
