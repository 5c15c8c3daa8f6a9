import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BusinessKnowledgeModel, Decision, DecisionModel } from '../../../server/decision/decision-model.ts';
import { evaluateDecisionService, evaluateDecisionValue } from '../../../server/decision/evaluate-decision.ts';
import { linkImports } from '../../../server/decision/link-imports.ts';
import { parseDmn } from '../../../server/decision/parse-dmn.ts';
import { readTestCases, type ExpectedResult, type TestCase } from './read-test-cases.ts';
import { describeValue, isSameValue } from './same-value.ts';

/** What became of one expected result. */
export interface Verdict {
  /** `0004-lending/001 Strategy`. */
  readonly name: string;
  /** Why it failed; undefined when it passed. */
  readonly failure: string | undefined;
}

/** Runs the test files of one folder of the TCK. */
export async function runFolder(parent: string, folder: string): Promise<readonly Verdict[]> {
  const files = (await readdir(join(parent, folder))).filter((file) => /-test-[^/]*\.xml$/.test(file)).sort();
  const verdicts: Verdict[] = [];
  for (const file of files) {
    const { modelName, cases } = readTestCases(await readFile(join(parent, folder, file), 'utf8'));
    const model = await readModel(join(parent, folder), modelName);
    for (const testCase of cases)
      for (const result of testCase.results)
        verdicts.push({ name: `${folder}/${testCase.id} ${result.name}`, failure: judge(model, testCase, result) });
  }
  return verdicts;
}

/** A model with those that it imports from the other files of its folder. */
async function readModel(folder: string, name: string): Promise<DecisionModel | string> {
  try {
    const parse = async (file: string) => parseDmn(await readFile(join(folder, file), 'utf8'));
    const file = await parse(name);
    const others = (await readdir(folder)).filter((other) => other.endsWith('.dmn') && other !== name);
    const imports = file.model?.imports.length ?? 0;
    const { model, findings } = linkImports(file, imports === 0 ? [] : await Promise.all(others.map(parse)));
    return model ?? findings.map(({ message }) => message).join(' ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function judge(model: DecisionModel | string, testCase: TestCase, result: ExpectedResult): string | undefined {
  if (typeof model === 'string') return `the model is refused: ${model}`;
  const evaluate = findEvaluation(model, testCase, result);
  if (!evaluate) return `the model has no ${result.type} ${result.name}`;
  const wanted = `expected ${describeValue(result.expected)}`;
  let actual: unknown;
  try {
    actual = evaluate();
  } catch (error) {
    // An error is what DMN calls a null result.
    return result.expected === null
      ? undefined
      : `${wanted}: ${error instanceof Error ? error.message : String(error)}`;
  }
  return isSameValue(actual, result.expected) ? undefined : `${wanted}, got ${describeValue(actual)}`;
}

/** How the decision, the service or the function that a case asks for is evaluated. */
function findEvaluation(
  model: DecisionModel,
  testCase: TestCase,
  { name, type }: ExpectedResult,
): (() => unknown) | undefined {
  const input = {
    variables: Object.fromEntries(testCase.inputs.map((each) => [each.name, each.value])),
    now: Date.now(),
    unbounded: true,
  };
  const isNamed = (each: { readonly name: string | null }) => each.name === name;
  const service = type === 'decisionService' ? [...model.services.values()].find(isNamed) : undefined;
  if (service) return () => evaluateDecisionService(model, service.id, input);
  const knowledge = type === 'bkm' ? [...model.knowledge.values()].find(isNamed) : undefined;
  if (knowledge) return () => evaluateDecisionValue(withCall(model, knowledge), CALL, input);
  const decision = [...model.decisions.values()].find((each) => isNamed(each) || each.variableName === name);
  return decision && (() => evaluateDecisionValue(model, decision.id, input));
}

const CALL = 'the call of a function';

/** The model with a decision that calls a function with variables that have the names of its parameters. */
function withCall(model: DecisionModel, { id, name, logic }: BusinessKnowledgeModel): DecisionModel {
  const literal = (source: string) => ({
    type: 'literalExpression' as const,
    expression: { language: 'feel' as const, source },
  });
  const call: Decision = {
    id: CALL,
    name: CALL,
    variableName: CALL,
    versionTag: null,
    historyTimeToLive: null,
    requires: [],
    requiresKnowledge: [id],
    typeRef: null,
    logic: {
      type: 'invocation',
      called: literal(name),
      bindings: logic.parameters.map((each) => ({ name: each.name, typeRef: null, value: literal(each.name) })),
    },
  };
  return { ...model, decisions: new Map([...model.decisions, [CALL, call]]) };
}
