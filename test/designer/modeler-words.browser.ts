import { expect } from '@open-wc/testing';
import '../../designer/kit/styles/base.css';
import '../../designer/modeler/modeler.css';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { openModeler } from '../../designer/modeler/open-modeler.ts';
import { findWord, missingWords, translate } from '../../designer/modeler/translate/translate-module.ts';
import appendMenu from '../../node_modules/bpmn-js-create-append-anything/dist/index.es.js?raw';
import align from '../../node_modules/bpmn-js/lib/features/align-elements/AlignElementsMenuProvider.js?raw';
import contextPad from '../../node_modules/bpmn-js/lib/features/context-pad/ContextPadProvider.js?raw';
import distribute from '../../node_modules/bpmn-js/lib/features/distribute-elements/DistributeElementsMenuProvider.js?raw';
import palette from '../../node_modules/bpmn-js/lib/features/palette/PaletteProvider.js?raw';
import replaceMenu from '../../node_modules/bpmn-js/lib/features/popup-menu/ReplaceMenuProvider.js?raw';
import replaceOptions from '../../node_modules/bpmn-js/lib/features/replace/ReplaceOptions.js?raw';
import minimap from '../../node_modules/diagram-js-minimap/dist/index.esm.js?raw';
import { clearPage } from './kit-element.ts';
import { everyKind } from './every-kind.ts';

describe('the words of bpmn-js', () => {
  beforeEach(() => {
    setLanguage('id');
    missingWords.clear();
  });
  afterEach(clearPage);

  it('are Indonesian in the palette, the menus and the minimap', () => {
    const texts = [palette, contextPad, replaceMenu, replaceOptions, align, distribute, minimap, menusOf(appendMenu)]
      .flatMap((source) => [
        ...source.matchAll(/translate\(\s*'([^']+)'/g),
        ...source.matchAll(/\blabel: '([^']+)'/g),
        ...source.matchAll(/_GROUP = \{ id: '\w+', name: '([^']+)'/g),
      ])
      .map((match) => match[1] ?? '')
      // Parts of texts, and code that only looks like one.
      .filter((text) => text !== 'Align elements ' && /^\w/.test(text));
    expect(texts.length).to.be.greaterThan(100);
    expect([...new Set(texts.filter((text) => findWord(text) === undefined))]).to.deep.equal([]);
  });

  it('are Indonesian in the panel of properties of every kind of element', async () => {
    const [canvas, properties] = [document.createElement('div'), document.createElement('div')];
    for (const container of [canvas, properties]) {
      container.style.cssText = 'width: 600px; height: 400px';
      document.body.append(container);
    }
    const modeler = await openModeler({ canvas, properties }, () => undefined);
    const { xml, ids } = everyKind();
    await modeler.open(xml);
    for (const id of ids) {
      modeler.show(id);
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }
    expect(properties.textContent).to.contain('Umum');
    modeler.close();
    expect([...missingWords].sort()).to.deep.equal([]);
  });

  it('are put together for kinds of events, whatever their capitals', () => {
    expect(translate('Message start event (non-interrupting)')).to.equal('Peristiwa mulai: pesan (tidak memutus)');
    expect(translate('Timer Boundary Event')).to.equal('Peristiwa tepi: pewaktu');
    expect(translate('USER TASK')).to.equal('Tugas orang');
    expect(findWord('Unheard of event')).to.equal(undefined);
    setLanguage('en');
    expect(translate('User task')).to.equal('User task');
  });
});

/** The menus of the package; the rest of it is about templates, which we do not have. */
function menusOf(source: string): string {
  return source.slice(0, source.indexOf('function ElementTemplates'));
}
