import { declareRaces } from './kit/declare-races.ts';
import { flowRaces } from './races/flow-races.ts';
import { jobRaces } from './races/job-races.ts';
import { messageRaces } from './races/message-races.ts';
import { taskRaces } from './races/task-races.ts';

declareRaces([...taskRaces, ...flowRaces, ...messageRaces, ...jobRaces]);
