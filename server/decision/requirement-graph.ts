import { FeelFunction } from 'feelin';
import { ExpensiveFeel } from '../expression/feel/feel-error.ts';
import { conformResult, conformType, isContext, type TypeScope } from './conform-type.ts';
import { convertType } from './convert-type.ts';
import { DecisionError, ExpensiveDecision } from './decision-error.ts';
import type { Decision, DecisionModel, DecisionService } from './decision-model.ts';
import { createFunction, evaluateBoxed } from './evaluate-boxed.ts';
import { evaluateTable, givesList, tableValue, type TableResult } from './evaluate-table.ts';
import { extend, type Evaluation, type Scope } from './evaluation.ts';
import type { Rows } from './hit-policy.ts';
import { splitReference } from './reference.ts';

/** What a decision has come to; all values are FEEL's. */
export interface Outcome {
  readonly decision: Decision;
  /** How the table came to it; undefined for other logic. */
  readonly table: TableResult | undefined;
  readonly rows: Rows;
  /** The result for decisions that require it. */
  readonly value: unknown;
}

type Named = readonly (readonly [string, unknown])[];

/** Evaluates decisions after those that they require, each once (DMN 1.3, 10.4). */
export class RequirementGraph {
  /** In the order of evaluation, with those of imported models. */
  readonly outcomes: Outcome[];
  readonly #model: DecisionModel;
  readonly #evaluation: Evaluation;
  readonly #variables: Scope;
  /** Values of decisions that are not evaluated: input decisions of a service. */
  readonly #given: ReadonlyMap<string, unknown>;
  readonly #types: TypeScope;
  readonly #done = new Map<string, Outcome>();
  /** By namespace. */
  readonly #imported = new Map<string, RequirementGraph>();

  constructor(
    model: DecisionModel,
    {
      evaluation,
      variables,
      given,
      outcomes = [],
    }: {
      readonly evaluation: Evaluation;
      readonly variables: Scope;
      readonly given: ReadonlyMap<string, unknown>;
      readonly outcomes?: Outcome[];
    },
  ) {
    this.outcomes = outcomes;
    this.#model = model;
    this.#evaluation = evaluation;
    this.#given = given;
    this.#types = { types: model.types, allows: (test, value) => evaluation.allows(test, value) };
    const dataTypes = { ...this.#types, mayMiss: true };
    this.#variables = extend(
      variables,
      // Types of FEEL are only checked where they have a meaning of their own: Camunda takes variables as they are.
      [...model.inputData.values()]
        .filter(({ name, typeRef }) => typeRef !== null && model.types.has(typeRef) && name in variables)
        .map(({ name, typeRef }) => [name, conformType(variables[name], typeRef, dataTypes)] as const),
    );
  }

  /** @param reference id, or `namespace#id` of an imported decision */
  outcomeOf(reference: string): Outcome {
    const { graph, id } = this.#locate(reference);
    return graph.#outcomeOf(id);
  }

  #outcomeOf(decisionId: string): Outcome {
    const known = this.#done.get(decisionId);
    if (known) return known;
    const decision = this.#model.decisions.get(decisionId);
    if (!decision)
      throw new DecisionError(
        decisionId,
        `it is not in the file, which has ${[...this.#model.decisions.keys()].join(', ')}.`,
      );
    const results = decision.requires.filter(isOwn).map((required) => this.#resultsOf(required));
    // Names of whole results give way to names of outputs.
    const scope = extend(this.#variables, [
      ...this.#functionsOf(decision.requiresKnowledge),
      ...results.flatMap(({ whole }) => whole),
      ...results.flatMap(({ outputs }) => outputs),
      ...this.#importedNames(decision.requires, decision.requiresKnowledge),
    ]);
    const outcome = this.#evaluate(decision, scope);
    this.#done.set(decisionId, outcome);
    this.outcomes.push(outcome);
    return outcome;
  }

  /** The value of a service's output decisions. */
  serviceValue(serviceId: string): unknown {
    const service = this.#model.services.get(serviceId);
    if (!service) throw new DecisionError(serviceId, 'there is no decision service of that id in the file.');
    return this.#call(service, (name) => this.#variables[name]);
  }

  /** The graph that an element belongs to, and its id there. */
  #locate(reference: string): { readonly graph: RequirementGraph; readonly id: string } {
    const { namespace, id } = splitReference(reference);
    if (namespace === null) return { graph: this, id };
    const found = this.#model.imports.find((each) => each.namespace === namespace);
    const model = found?.model;
    if (!model) throw new DecisionError(reference, 'the file that has it is not part of the deployment.');
    const graph = this.#imported.get(namespace) ?? this.#graphOf(found.name, model, namespace);
    this.#imported.set(namespace, graph);
    return { graph, id };
  }

  /** An imported model is given the same variables, and before them those under its name (TCK 0089). */
  #graphOf(name: string, model: DecisionModel, namespace: string): RequirementGraph {
    const own = this.#variables[name];
    const prefix = `${namespace}#`;
    return new RequirementGraph(model, {
      evaluation: this.#evaluation.withTypes(model.types),
      variables: extend(this.#variables, isContext(own) ? Object.entries(own) : []),
      given: new Map(
        [...this.#given]
          .filter(([reference]) => reference.startsWith(prefix))
          .map(([reference, value]) => [reference.slice(prefix.length), value]),
      ),
      outcomes: this.outcomes,
    });
  }

  /** Elements of imported models by the names of the imports: contexts of input data, results and functions. */
  #importedNames(requires: readonly string[], knowledge: readonly string[]): Named {
    return this.#model.imports.flatMap(({ name, namespace, model }) => {
      if (!model) return [];
      const { graph } = this.#locate(`${namespace}#`);
      const idsOf = (references: readonly string[]) =>
        references
          .map(splitReference)
          .filter((reference) => reference.namespace === namespace)
          .map(({ id }) => id);
      return [[name, graph.#exports(idsOf(requires), idsOf(knowledge), this.#variables[name])] as const];
    });
  }

  #exports(decisions: readonly string[], knowledge: readonly string[], given: unknown): unknown {
    const data = [...this.#model.inputData.values()].filter(({ name }) => name in this.#variables);
    return Object.fromEntries([
      ...(isContext(given) ? Object.entries(given) : []),
      ...data.map(({ name }) => [name, this.#variables[name]] as const),
      ...decisions.flatMap((id) => this.#resultsOf(id).whole),
      ...this.#functionsOf(knowledge),
    ]);
  }

  #resultsOf(decisionId: string): { readonly whole: Named; readonly outputs: Named } {
    const decision = this.#model.decisions.get(decisionId);
    const names = [decisionId, decision?.name, decision?.variableName].filter((name) => typeof name === 'string');
    if (this.#given.has(decisionId))
      return { whole: names.map((name) => [name, this.#given.get(decisionId)] as const), outputs: [] };
    const { value, rows, decision: evaluated } = this.outcomeOf(decisionId);
    const { logic } = evaluated;
    return {
      whole: names.map((name) => [name, value] as const),
      outputs:
        logic.type === 'decisionTable'
          ? logic.outputs.map(({ name }) => [
              name,
              givesList(logic) ? rows.map((row) => row.get(name) ?? null) : (rows[0]?.get(name) ?? null),
            ])
          : [],
    };
  }

  #evaluate(decision: Decision, scope: Scope): Outcome {
    const { id, logic } = decision;
    try {
      if (logic.type === 'decisionTable') {
        const table = evaluateTable(logic, this.#evaluation, scope);
        const whole = tableValue(logic, table.rows);
        const isOwnType = decision.typeRef !== null && this.#model.types.has(decision.typeRef);
        const value = isOwnType ? conformType(whole, decision.typeRef, this.#types) : whole;
        return { decision, table, rows: table.rows, value };
      }
      const given = evaluateBoxed(logic, scope, { evaluation: this.#evaluation, types: this.#types });
      const conformed = conformType(given, decision.typeRef, this.#types);
      // What FEEL's types refuse, Camunda's may still convert.
      const value = conformed ?? convertType(this.#isOwnType(decision.typeRef) ? null : given, decision.typeRef);
      return { decision, table: undefined, rows: [new Map([[decision.variableName ?? id, value]])], value };
    } catch (error) {
      if (error instanceof ExpensiveFeel) throw new ExpensiveDecision(id);
      if (error instanceof ExpensiveDecision || error instanceof DecisionError) throw error;
      throw new DecisionError(id, error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  #isOwnType(typeRef: string | null): boolean {
    return typeRef !== null && this.#model.types.has(typeRef);
  }

  /** Functions by name, of business knowledge models and decision services. They may call each other, and themselves. */
  #functionsOf(ids: readonly string[]): Named {
    const named: [string, unknown][] = [];
    for (const id of ids.filter(isOwn)) {
      const knowledge = this.#model.knowledge.get(id);
      if (knowledge) {
        let called: FeelFunction | undefined;
        const { logic, typeRef, requiresKnowledge, name } = knowledge;
        // Made when it is first called: the knowledge that it requires may require it.
        const make = () =>
          createFunction(
            logic,
            extend(Object.create(null) as Scope, [
              ...this.#functionsOf(requiresKnowledge),
              ...this.#importedNames([], requiresKnowledge),
            ]),
            { evaluation: this.#evaluation, types: this.#types },
            typeRef,
          );
        named.push([
          name,
          new FeelFunction(
            (...values: readonly unknown[]) =>
              this.#evaluation.call(name, () => (called ??= make()).fn(...values) as unknown),
            logic.parameters.map((parameter) => parameter.name),
          ),
        ]);
      }
      const service = this.#model.services.get(id);
      if (service) named.push([service.name, this.#serviceFunction(service)]);
    }
    return named;
  }

  /** Parameters are the input data, then the input decisions (DMN 1.3, 10.4). */
  #serviceFunction(service: DecisionService): FeelFunction {
    const names = [
      ...service.inputData.map((id) => this.#model.inputData.get(id)?.name ?? id),
      ...service.inputDecisions.map((id) => this.#nameOf(id)),
    ];
    return new FeelFunction(
      (...values: readonly unknown[]) =>
        // A call has to name them all (10.3.2.13.1).
        values.length < names.length ? null : this.#call(service, (name) => values[names.indexOf(name)]),
      names,
    );
  }

  #call(service: DecisionService, valueOf: (name: string) => unknown): unknown {
    const variables = service.inputData.map((id) => {
      const data = this.#model.inputData.get(id);
      const name = data?.name ?? id;
      return [name, conformType(valueOf(name), data?.typeRef ?? null, this.#types)] as const;
    });
    const given = service.inputDecisions.map((id) => {
      const located = this.#locate(id);
      const typeRef = located.graph.#model.decisions.get(located.id)?.typeRef ?? null;
      return [id, conformType(valueOf(this.#nameOf(id)), typeRef, this.#types)] as const;
    });
    const isWrong = ([name, value]: readonly [string, unknown]) => value === null && (valueOf(name) ?? null) !== null;
    if (variables.some(isWrong) || given.some(([id, value]) => isWrong([this.#nameOf(id), value]))) return null;
    const graph = new RequirementGraph(this.#model, {
      evaluation: this.#evaluation,
      variables: extend({}, variables),
      given: new Map(given),
    });
    const results = this.#evaluation.call(service.name, () =>
      service.outputDecisions.map((id) => [this.#nameOf(id), graph.outcomeOf(id).value] as const),
    );
    const value = results.length === 1 ? results[0]?.[1] : Object.fromEntries(results);
    return conformResult(value, service.typeRef, this.#types);
  }

  #nameOf(reference: string): string {
    const { graph, id } = this.#locate(reference);
    const decision = graph.#model.decisions.get(id);
    return decision?.variableName ?? decision?.name ?? id;
  }
}

function isOwn(reference: string): boolean {
  return splitReference(reference).namespace === null;
}
