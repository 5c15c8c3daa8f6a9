import type { id } from './id.ts';

/** Words of the designer, in English. */
export const en: Readonly<Record<keyof typeof id, string>> = {
  title: 'Process designer', models: 'Processes', newProcess: 'New process', noModels: 'No process yet', noModelsText: 'Make the first one with New process.',
  name: 'Name', version: 'Version', deployed: 'Deployed', running: 'Running', back: 'All processes', newName: 'New process',
  deploy: 'Deploy', deploying: 'Deploying …', downloadXml: 'Download BPMN', downloadSvg: 'Download image', upload: 'Open file', findings: 'Findings', noFindings: 'No findings. This model can be deployed.',
  checking: 'Checking …', error: 'Error', warning: 'Warning', deployTitle: 'Deploy a new version', deployText: 'New requests run on this version. Running ones stay on theirs.',
  deployErrors: 'This model has errors. Mend the findings below first.', deployWarnings: 'There are warnings. You can deploy all the same.', cancel: 'Cancel', deployedAs: 'Deployed as version {version}.',
  draftFound: 'There is an undeployed draft of {date}.', restore: 'Use the draft', discard: 'Discard', unsaved: 'not deployed', canvas: 'Process diagram', properties: 'Element properties', unreadable: 'This file cannot be read as BPMN: {reason}', line: 'line {line}',
  keys: 'Shortcuts: Ctrl+Z undo · Ctrl+Y redo · A append · N create · E edit label · H hand · L lasso · Ctrl+0 100 %',
};
