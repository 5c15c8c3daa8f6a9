import type { id } from './id.ts';

/** Words of the inbox, in English. */
export const en: Readonly<Record<keyof typeof id, string>> = {
  title: 'Inbox',
  mine: 'My tasks', available: 'I may take', soon: 'Due soon', late: 'Overdue',
  doneToday: 'Done today: {count}',
  search: 'Search number or applicant',
  more: 'Show more',
  emptyMine: 'You have taken no task yet', emptyMineText: 'Open "I may take", choose a task and press Take.',
  emptyAvailable: 'No task is waiting', emptyAvailableText: 'New tasks of your office appear here by themselves.',
  emptySoon: 'No task is due soon', emptySoonText: 'Tasks with up to one working day left appear here.',
  emptyLate: 'No task is overdue', emptyLateText: 'Keep it up.',
  emptySearch: 'No task matches', emptySearchText: 'Check the spelling, or search by the request number.',
  chooseTask: 'Choose a task from the list', chooseTaskText: 'The request, its files and your decision are shown here. Press ? for the shortcuts.',
  back: 'Back to the list', claim: 'Take', unclaim: 'Give back', complete: 'Save decision',
  claimed: 'You have taken the task.', unclaimed: 'You have given the task back.', completed: 'The decision is saved.',
  heldBy: 'Held by {name}', free: 'Nobody holds it', claimFirst: 'Take this task first to fill in the decision.',
  data: 'The request', decision: 'Decision', where: 'Where is this file?', history: 'History', documents: 'Letters', showDiagram: 'Show the process diagram',
  noForm: 'This task has no form. Press Save decision when the work is done.',
  started: 'started', completedEvent: 'completed', canceled: 'cancelled', claimedEvent: 'taken',
  remaining: '{time} left', overdue: '{time} overdue', hours: '{count} working hours', days: '{count} working days', noDue: 'no time limit',
  shortcuts: 'Shortcuts', shortcutsText: 'j/k: next/previous task · Enter: open · a: take · /: search · ?: this list', shortcutsOn: 'Shortcuts are on',
  refresh: 'Reload', submitted: 'Filed {date}', due: 'Due {date}',
};
