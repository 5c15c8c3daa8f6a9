import '../kit/styles/base.css';
import { interceptLinks } from '../kit/router/navigation.ts';
import './modeler.css';
import './alur-designer.ts';

interceptLinks((path) => path.startsWith('/designer'));
