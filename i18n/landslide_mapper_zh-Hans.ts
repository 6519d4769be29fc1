<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>Appearance</name>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="39"/>
        <source>Landslide </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="56"/>
        <source>Landslide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="68"/>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="69"/>
        <source>Area (m²)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="71"/>
        <source>Area (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="72"/>
        <source>Perimeter (m)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="74"/>
        <source>Perimeter (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="75"/>
        <source>Mean probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="76"/>
        <source>Highest probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="77"/>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="78"/>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="79"/>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="80"/>
        <source>Mapped on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="86"/>
        <source>detected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="87"/>
        <source>clicked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="88"/>
        <source>accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="89"/>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="90"/>
        <source>drawn</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Area</name>
    <message>
        <location filename="../landslide_plugin/gui/area.py" line="55"/>
        <source>The chosen area lies outside the image &apos;{image}&apos;: choose one that overlaps it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/area.py" line="105"/>
        <source>That place lies outside the image &apos;{image}&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AreaChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/area_chooser.py" line="65"/>
        <source>Whole image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/area_chooser.py" line="66"/>
        <source>Map view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/area_chooser.py" line="67"/>
        <source>Drawn rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/area_chooser.py" line="68"/>
        <source>Selected polygons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/area_chooser.py" line="99"/>
        <source>No rectangle is drawn yet: press the button beside the area to drag one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/area_chooser.py" line="104"/>
        <source>There is no polygon layer to take the area from: add one or choose another area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/area_chooser.py" line="108"/>
        <source>No polygon is selected in &apos;{layer}&apos;: select one or more on the map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/area_chooser.py" line="170"/>
        <source>Selected polygons: {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BandChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/band_chooser.py" line="68"/>
        <source>The band of the image that the model reads as {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/band_chooser.py" line="81"/>
        <source>Bands: {list}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/band_chooser.py" line="83"/>
        <source>Bands: colours of the palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/band_chooser.py" line="85"/>
        <source>Bands: too few for the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/band_chooser.py" line="87"/>
        <source>Bands: automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/band_chooser.py" line="124"/>
        <source>red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/band_chooser.py" line="125"/>
        <source>green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/band_chooser.py" line="126"/>
        <source>blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/band_chooser.py" line="127"/>
        <source>near infrared</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckEngineTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/check_engine_task.py" line="24"/>
        <source>Checking the landslide engine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClickMapper</name>
    <message>
        <location filename="../landslide_plugin/gui/click_mapper.py" line="132"/>
        <source>No landslide has been mapped yet that could be removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/click_mapper.py" line="141"/>
        <source>There is no mapped landslide at that place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/click_mapper.py" line="185"/>
        <source>No landslide at that place: the model&apos;s probability there is {percent} %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/click_mapper.py" line="197"/>
        <source>This landslide is larger than what a click looks at, so its outline is cut: run Detect on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/click_mapper.py" line="225"/>
        <source>This landslide is mapped already, as number {number}: a shift-click removes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/click_mapper.py" line="258"/>
        <source>That place has no coordinates in the CRS of the landslides&apos; layer: choose another.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClickTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/click_task.py" line="20"/>
        <source>Mapping the landslide under the pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/tasks/click_task.py" line="32"/>
        <source>Loading the landslide model</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CreateEngineTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/create_engine_task.py" line="30"/>
        <source>Setting up the landslide engine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetectAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="45"/>
        <source>Detect landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="49"/>
        <source>Mapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="57"/>
        <source>landslide,mudslide,debris,mass movement,deep learning,segmentation,neural network,hazard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="63"/>
        <source>Maps landslides on an image with a neural network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="67"/>
        <source>Maps landslides on an image with a neural network.

The folder receives the landslides as polygons with area and probability (GeoPackage, and shapefile for ArcGIS), a raster of probabilities, a mask (1 landslide, 0 other ground) and a record of the run. They are named after the image; results of the same name are replaced.

Area: leave both empty for the whole image. Where an extent and polygons are given, only what lies in both is looked at.

Bands: empty means by the image&apos;s colour interpretation. Pixel size: empty means that of the image, or the nearest that the model was trained for. Threshold: empty means the model&apos;s own.

A detection is a suggestion: fields, quarries and fresh roads look like landslides from above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="81"/>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="83"/>
        <source>Extent to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="84"/>
        <source>Polygons to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="90"/>
        <source>Smallest landslide, square metres</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="96"/>
        <source>Elevation model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="97"/>
        <source>Overlap of the tiles (share)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="102"/>
        <source>Folder for the results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="103"/>
        <source>Add the results to the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="106"/>
        <source>Landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="109"/>
        <source>Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="110"/>
        <source>Probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="111"/>
        <source>Landslides as shapefile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="112"/>
        <source>Run record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="113"/>
        <source>Number of landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="114"/>
        <source>Area of the landslides, square metres</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="115"/>
        <source>Seconds taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="167"/>
        <source>&apos;{name}&apos; has no polygons to look at: select some, or leave it empty for the whole image.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetectPage</name>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="68"/>
        <source>Map by click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="305"/>
        <source>No model is installed: add one from a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="151"/>
        <source>[temporary folder]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="152"/>
        <source>Folder for the results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="156"/>
        <source>the model&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="157"/>
        <source>the image&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="158"/>
        <source>No</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="159"/>
        <source>Flipped (4 times slower)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="160"/>
        <source>Flipped and turned (8 times slower)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="166"/>
        <source>Map by click: click on a landslide to outline it, shift-click to remove it, Esc to leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="217"/>
        <source> pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="217"/>
        <source> m²</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="277"/>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="287"/>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="290"/>
        <source>{speed} MP/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="295"/>
        <source>Cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.py" line="302"/>
        <source>A detection is running: wait until it is done, or cancel it, and click again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="23"/>
        <source>Set up the engine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="24"/>
        <source>Choose or create the Python environment that runs the networks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="47"/>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="54"/>
        <source>Raster layer of the project to look for landslides on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="59"/>
        <source>Area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="71"/>
        <source>Part of the image to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="76"/>
        <source>Draw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="77"/>
        <source>Drag a rectangle on the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="86"/>
        <source>Layer whose selected polygons are the area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="98"/>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="112"/>
        <source>Network that looks for the landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="117"/>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="118"/>
        <source>Add a model from a file (.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="133"/>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="145"/>
        <source>What the network runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="157"/>
        <source>Save in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="162"/>
        <source>Each run makes a folder of its own in here; without a folder the results last until QGIS closes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="169"/>
        <source>Bands: automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="178"/>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="184"/>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="191"/>
        <source>Probability from which a pixel is called landslide: lower finds more, higher is surer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="199"/>
        <source>Minimum area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="206"/>
        <source>Smaller ones are left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="214"/>
        <source>Tile overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="221"/>
        <source>How far neighbouring tiles overlap and are blended: more hides seams better and takes longer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="222"/>
        <source> %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="229"/>
        <source>Augmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="238"/>
        <source>Test-time augmentation: the network also sees each tile flipped or turned, and the answers are averaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="243"/>
        <source>Pixel size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="250"/>
        <source>Ground sample distance to read the image at, metres per pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="251"/>
        <source> m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="280"/>
        <source>Detect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="281"/>
        <source>Look for landslides on the chosen area of the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="292"/>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="293"/>
        <source>Stop the detection; nothing half-done is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="315"/>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect_page.ui" line="316"/>
        <source>Save the landslides as shapefile for ArcGIS, GeoPackage, GeoJSON or KML</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetectTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/detect_task.py" line="21"/>
        <source>Detecting landslides on {image}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Detection</name>
    <message>
        <location filename="../landslide_plugin/gui/detection.py" line="87"/>
        <source>The project was closed during the detection on &apos;{image}&apos;; its results are in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detection.py" line="87"/>
        <source>The image &apos;{image}&apos; was removed during the detection; the results are in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detection.py" line="93"/>
        <source>Add to the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detection.py" line="105"/>
        <source>Open the attribute table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detection.py" line="110"/>
        <source>The layer of the landslides is no longer in the project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detection.py" line="148"/>
        <source>{landslides}, {area} in {time} on {device}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/device_chooser.py" line="29"/>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/device_chooser.py" line="50"/>
        <source>Looking what is there…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/device_chooser.py" line="57"/>
        <source>Automatic ({device})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DoctorTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/doctor_task.py" line="14"/>
        <source>Checking the landslide engine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EngineAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="93"/>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="98"/>
        <source>Model file instead of an installed model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="109"/>
        <source>Bands, in the order that the model reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="120"/>
        <source>Pixel size to work at, metres</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="130"/>
        <source>Probability from which a pixel is landslide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="141"/>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="141"/>
        <source>Arithmetic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="141"/>
        <source>Average over turned and mirrored images</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EngineSetupDialog</name>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="73"/>
        <source>Checking {python} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="91"/>
        <source>Making the engine. This takes several minutes; QGIS can be used meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="99"/>
        <source>Starting the engine …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="104"/>
        <source>Delete the engine in {folder}? It can be set up again at any time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="110"/>
        <source>Removing the engine …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="115"/>
        <source>Cancelling …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="123"/>
        <source>none: download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="125"/>
        <source>Python that has the engine&apos;s packages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="158"/>
        <source>Cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="172"/>
        <source>The engine is ready. It runs on {reason} Python {python}, torch {torch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="183"/>
        <source>About {download} GB to download and {space} GB on the disk; on Linux, where the packages support NVIDIA graphics cards, up to {most} GB. {free} GB are free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="194"/>
        <source>none in QGIS&apos;s settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="203"/>
        <source>&amp;Set up again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="220"/>
        <source>&amp;Set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="206"/>
        <source>&amp;Use this Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="6"/>
        <source>Set up the landslide engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="10"/>
        <source>The neural networks run in a process of their own, the engine, with its own Python packages. QGIS and its Python stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="38"/>
        <source>&amp;Managed by the plugin (recommended)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="52"/>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="64"/>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="74"/>
        <source>Network and offline installation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="80"/>
        <source>Folder of &amp;wheels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="85"/>
        <source>Folder with the packages as .whl files: nothing is downloaded then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="90"/>
        <source>Package &amp;index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="96"/>
        <source>Address of your organisation&apos;s own mirror, if it has one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="97"/>
        <source>the public one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="102"/>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="113"/>
        <source>I &amp;agree that the packages are downloaded and installed into this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="121"/>
        <source>&amp;Existing Python that has the packages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="134"/>
        <source>Inter&amp;preter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="160"/>
        <source>Ca&amp;ncel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="173"/>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="185"/>
        <source>What the tools print</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="201"/>
        <source>&amp;Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="202"/>
        <source>Start the engine and see what it runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="208"/>
        <source>&amp;Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="209"/>
        <source>Delete the engine that the plugin has set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="226"/>
        <source>C&amp;lose</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EvaluateAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="47"/>
        <source>Evaluate a landslide model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="51"/>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="59"/>
        <source>landslide,accuracy,validation,precision,recall,F1,IoU,ROC,metrics,ground truth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="63"/>
        <source>Measures how well a model finds landslides that are known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="67"/>
        <source>Measures how well a model finds landslides that are known: precision, recall, F1, accuracy, IoU of the landslides, mean IoU and area under the ROC curve, over all valid pixels together.

Give either an image with its truth, a mask raster over the same ground (anything but 0 is landslide) or a layer of landslide polygons; or a folder of image tiles and a folder of masks with the same file names, where a missing mask means that all of the tile is background.

Use images that the model was not trained on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="78"/>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="79"/>
        <source>Its landslides: mask or polygons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="88"/>
        <source>Or: folder of image tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="91"/>
        <source>Folder of their masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="94"/>
        <source>Elevation model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="120"/>
        <source>IoU of landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="121"/>
        <source>Mean IoU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="122"/>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="123"/>
        <source>Recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="124"/>
        <source>F1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="125"/>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="126"/>
        <source>Area under the ROC curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="127"/>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="128"/>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <location filename="../landslide_plugin/layers/export.py" line="93"/>
        <source>Landslides cannot be exported to &apos;{name}&apos;: its name must end in {endings}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export.py" line="121"/>
        <source>There is no export format &apos;{name}&apos;: choose one of {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export.py" line="131"/>
        <source>No landslide of &apos;{name}&apos; is selected: select some, or export all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export.py" line="232"/>
        <source>{name} could not be written ({problem}): make room, or choose another folder or format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export.py" line="241"/>
        <source>&apos;{name}&apos; holds no polygons: choose a layer of landslide outlines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_table.py" line="94"/>
        <source>Area: {area} m²</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_table.py" line="96"/>
        <source>Mean probability: {share}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_table.py" line="99"/>
        <source>Status: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_table.py" line="99"/>
        <source>Model: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_table.py" line="99"/>
        <source>Image: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_table.py" line="99"/>
        <source>Mapped on: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_table.py" line="108"/>
        <source>Landslide {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="41"/>
        <source>Shapefile, for ArcGIS and others (.shp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="42"/>
        <source>GeoPackage (.gpkg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="43"/>
        <source>GeoJSON, in degrees (.geojson)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="44"/>
        <source>KML, for Google Earth (.kml)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="6"/>
        <source>Export landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="71"/>
        <source>{landslides} exported to {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="71"/>
        <source>Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="95"/>
        <source>There are no landslides in the project yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="13"/>
        <source>&amp;Landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="19"/>
        <source>Layer to export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="24"/>
        <source>&amp;Only the selected ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="29"/>
        <source>&amp;Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="38"/>
        <source>File &amp;name</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportInventoryAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="37"/>
        <source>Export landslide inventory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="41"/>
        <source>Mapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="49"/>
        <source>landslide,inventory,export,shapefile,ArcGIS,GeoPackage,GeoJSON,KML,Google Earth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="53"/>
        <source>Writes landslides for ArcGIS, Google Earth and other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="57"/>
        <source>Writes landslides for ArcGIS, Google Earth and other programs. The ending of the file name says the format: .shp, .gpkg, .geojson or .kml.

A shapefile gets column names of at most 10 ASCII characters with fixed widths, UTF-8 text and valid outlines. A GeoPackage keeps every value as it is. GeoJSON and KML are in degrees.

Area and perimeter are measured anew on the ellipsoid. A polygon layer of your own gets the inventory&apos;s columns beside its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="69"/>
        <source>Landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="70"/>
        <source>Exported landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="71"/>
        <source>Landslides exported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="72"/>
        <source>Outlines without area, left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="96"/>
        <source>Outlines without area that were left out: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="100"/>
        <source>Values that were cut to the width of their column: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="103"/>
        <source>{landslides} exported to {file}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportTarget</name>
    <message>
        <location filename="../landslide_plugin/layers/export_target.py" line="43"/>
        <source>There is no folder {folder}: make it first, or choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_target.py" line="51"/>
        <source>{path} is write-protected or a folder: choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_target.py" line="62"/>
        <source>{path} is open in another program: close it there, or choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/export_target.py" line="69"/>
        <source>{path} holds other layers too ({names}), which would be lost: choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Forecast</name>
    <message>
        <location filename="../landslide_plugin/gui/forecast.py" line="46"/>
        <source>The image has no CRS: it is read pixel by pixel, sizes are in pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/forecast.py" line="50"/>
        <source>{size} megapixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/forecast.py" line="55"/>
        <source>about {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/forecast.py" line="61"/>
        <source>{image} m image, coarser than the {low} to {high} m of the model: reading at {work} m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/forecast.py" line="65"/>
        <source>Reading the {image} m image as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/forecast.py" line="67"/>
        <source>{image} m image, model works at {low} to {high} m: reading at {work} m</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <location filename="../landslide_plugin/gui/help_dialog.py" line="21"/>
        <source>Landslide Mapper: guide</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageSource</name>
    <message>
        <location filename="../landslide_plugin/gui/image_source.py" line="21"/>
        <source>There is no image to read: add a raster layer to the project.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inventory</name>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="73"/>
        <source>{path} exists already: choose another name for the new inventory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="85"/>
        <source>No inventory can be made at {path} ({problem}): choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="90"/>
        <source>Landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="117"/>
        <source>The outline of the landslide is empty: map it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="128"/>
        <source>Add landslide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="167"/>
        <source>Remove landslide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="198"/>
        <source>The layer &apos;{name}&apos; is read-only: save it under another name and map into that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="225"/>
        <source>The layer &apos;{name}&apos; could not be changed ({problem}).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LandslideDock</name>
    <message>
        <location filename="../landslide_plugin/gui/dock.py" line="21"/>
        <source>Landslide Mapper</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LandslideMapperPlugin</name>
    <message>
        <location filename="../landslide_plugin/plugin.py" line="75"/>
        <source>Landslide Mapper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/plugin.py" line="52"/>
        <source>Show or hide the Landslide Mapper panel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LandslideMapperProvider</name>
    <message>
        <location filename="../landslide_plugin/processing/provider.py" line="23"/>
        <source>Landslide Mapper</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <location filename="../landslide_plugin/gui/messages.py" line="46"/>
        <source>Cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/messages.py" line="51"/>
        <source>Open the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/messages.py" line="58"/>
        <source>Landslide Mapper</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/model_chooser.py" line="75"/>
        <source>The model &apos;{name}&apos; was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/model_chooser.py" line="78"/>
        <source>Add a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/model_chooser.py" line="78"/>
        <source>Landslide models (*.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/model_chooser.py" line="90"/>
        <source>No model is installed: add one from a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/model_chooser.py" line="121"/>
        <source>{file} cannot be copied to {folder}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/model_chooser.py" line="133"/>
        <source>{low} to {high} m per pixel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Publish</name>
    <message>
        <location filename="../landslide_plugin/processing/loading.py" line="67"/>
        <source>Landslide mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/loading.py" line="67"/>
        <source>Landslide probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/loading.py" line="67"/>
        <source>Landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/publish.py" line="99"/>
        <source>Landslides – {image} – {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/publish.py" line="148"/>
        <source>The result {path} cannot be opened: it was moved or deleted; run the detection again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RemoveEngineTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/remove_engine_task.py" line="22"/>
        <source>Removing the landslide engine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Replacing</name>
    <message>
        <location filename="../landslide_plugin/layers/replacing.py" line="40"/>
        <source>Nothing can be written to the folder {folder} ({problem}): choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/replacing.py" line="69"/>
        <source>{path} cannot be replaced ({problem}): close it where it is open, or choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="25"/>
        <source>{area} m²</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="26"/>
        <source>{area} km²</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="31"/>
        <source>{count} pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="44"/>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="41"/>
        <source>{hours} h {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="43"/>
        <source>{minutes} min {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="55"/>
        <source>No landslide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="57"/>
        <source>1 landslide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="58"/>
        <source>{count} landslides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="65"/>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="67"/>
        <source>Apple GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="68"/>
        <source>GPU {index}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
