/** Entry of the worker thread that reads files. */
import { workerData } from 'node:worker_threads';
import { serveTasks } from '../scripts/serve-tasks.ts';
import type { ParseTask, ParseThreadData } from './parse-task.ts';
import { readFile } from './read-file.ts';

const functions = new Set((workerData as ParseThreadData).functions);

serveTasks((task: ParseTask) => readFile(task, functions));
