import '../kit/styles/base.css';
import { interceptLinks } from '../kit/router/navigation.ts';
import './monitor.css';
import './alur-monitor.ts';

interceptLinks((path) => path.startsWith('/monitor'));
