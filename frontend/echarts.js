// What the six pictures need of ECharts, and no more: no canvas, no HTML tooltip, no dataset or transform code.
import { init, use } from "echarts/core";
import { CustomChart, LineChart } from "echarts/charts";
import { AriaComponent, GraphicComponent, GridComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([CustomChart, LineChart, AriaComponent, GraphicComponent, GridComponent, TooltipComponent, SVGRenderer]);

export { init };
