<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Appearance</name>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="40"/>
        <source>Landslide </source>
        <translation>滑坡 </translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="62"/>
        <source>Landslide</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="74"/>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="75"/>
        <source>Area (m²)</source>
        <translation>面积（m²）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="77"/>
        <source>Area (pixels)</source>
        <translation>面积（像素）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="78"/>
        <source>Perimeter (m)</source>
        <translation>周长（m）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="80"/>
        <source>Perimeter (pixels)</source>
        <translation>周长（像素）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="81"/>
        <source>Mean probability</source>
        <translation>平均概率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="82"/>
        <source>Highest probability</source>
        <translation>最大概率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="83"/>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="84"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="85"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="86"/>
        <source>Mapped on</source>
        <translation>编录日期</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="92"/>
        <source>detected</source>
        <translation>自动检测</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="93"/>
        <source>clicked</source>
        <translation>单击圈定</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="94"/>
        <source>accepted</source>
        <translation>已确认</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="95"/>
        <source>rejected</source>
        <translation>已排除</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/appearance.py" line="96"/>
        <source>drawn</source>
        <translation>手工绘制</translation>
    </message>
</context>
<context>
    <name>Area</name>
    <message>
        <location filename="../landslide_plugin/gui/image/area.py" line="64"/>
        <source>The chosen area lies outside the image &apos;{image}&apos;: choose one that overlaps it.</source>
        <translation>所选区域位于影像“{image}”之外，请选择与影像有重叠的区域。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/area.py" line="181"/>
        <source>That place lies outside the image &apos;{image}&apos;.</source>
        <translation>该位置在影像“{image}”之外。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/area.py" line="120"/>
        <source>The chosen place has no coordinates in the CRS of the image &apos;{image}&apos;: choose one nearer to it.</source>
        <translation>所选位置无法转换到影像“{image}”的坐标参考系（CRS）中，请选择离影像更近的位置。</translation>
    </message>
</context>
<context>
    <name>AreaChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/image/area_chooser.py" line="67"/>
        <source>Whole image</source>
        <translation>整幅影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/area_chooser.py" line="68"/>
        <source>Map view</source>
        <translation>当前地图视图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/area_chooser.py" line="69"/>
        <source>Drawn rectangle</source>
        <translation>绘制的矩形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/area_chooser.py" line="70"/>
        <source>Selected polygons</source>
        <translation>选中的多边形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/area_chooser.py" line="102"/>
        <source>No rectangle is drawn yet: press the button beside the area to drag one.</source>
        <translation>尚未绘制矩形，请按区域旁的按钮，在地图上拖动绘制。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/area_chooser.py" line="107"/>
        <source>There is no polygon layer to take the area from: add one or choose another area.</source>
        <translation>没有可用于限定区域的多边形图层，请添加多边形图层或改选其他区域。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/area_chooser.py" line="111"/>
        <source>No polygon is selected in &apos;{layer}&apos;: select one or more on the map.</source>
        <translation>图层“{layer}”中没有选中的多边形，请在地图上选择一个或多个。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/area_chooser.py" line="174"/>
        <source>Selected polygons: {count}</source>
        <translation>选中的多边形：{count}</translation>
    </message>
</context>
<context>
    <name>BandChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="138"/>
        <source>The band of the image that the model reads as {name}</source>
        <translation>作为模型“{name}”波段输入的影像波段</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="170"/>
        <source>Bands: {list}</source>
        <translation>波段：{list}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="174"/>
        <source>Bands: colours of the palette</source>
        <translation>波段：调色板颜色</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="176"/>
        <source>Bands: too few for the model</source>
        <translation>波段：数量少于模型所需</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="180"/>
        <source>Bands: automatic</source>
        <translation>波段：自动</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="261"/>
        <source>red</source>
        <translation>红</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="262"/>
        <source>green</source>
        <translation>绿</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="263"/>
        <source>blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="264"/>
        <source>near infrared</source>
        <translation>近红外</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="49"/>
        <source>The elevation model (DEM) that slope and other terrain are derived from, in any CRS and resolution</source>
        <translation>用于推算坡度等地形信息的高程模型（DEM），坐标参考系和分辨率不限</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="64"/>
        <source>Elevation model</source>
        <translation>高程模型（DEM）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="115"/>
        <source>The model reads {bands} besides the image: choose an elevation model (DEM) under Bands.</source>
        <translation>该模型除影像外还要读取{bands}：请在“波段”中选择高程模型（DEM）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="265"/>
        <source>elevation</source>
        <translation>高程</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="266"/>
        <source>slope</source>
        <translation>坡度</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="267"/>
        <source>aspect (east)</source>
        <translation>坡向（东向分量）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="268"/>
        <source>aspect (north)</source>
        <translation>坡向（北向分量）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="269"/>
        <source>relief</source>
        <translation>地形起伏</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="178"/>
        <source>Bands: the first ones (the image does not name them)</source>
        <translation>波段：取前几个（影像未注明波段含义）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="172"/>
        <source>Bands: colours of the map</source>
        <translation>波段：地图颜色</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="54"/>
        <source>Stretch dark imagery</source>
        <translation>拉伸偏暗影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/band_chooser.py" line="55"/>
        <source>Spreads the values of the image between their 2nd and 98th percentile before the model reads them, as is always done with more than 8 bits: for images that are dark on the screen too, unless QGIS stretches them</source>
        <translation>模型读取前，将影像值按第 2 至第 98 百分位拉伸（高于 8 位的影像总是如此处理）：适用于在未经 QGIS 拉伸时屏幕上也显得偏暗的影像</translation>
    </message>
</context>
<context>
    <name>CheckEngineTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/check_engine_task.py" line="24"/>
        <source>Checking the landslide engine</source>
        <translation>正在检查滑坡检测引擎</translation>
    </message>
</context>
<context>
    <name>ClickMapper</name>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="149"/>
        <source>No landslide has been mapped yet that could be removed.</source>
        <translation>尚未圈定任何滑坡，没有可删除的对象。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="158"/>
        <source>There is no mapped landslide at that place.</source>
        <translation>该位置没有已圈定的滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="261"/>
        <source>This landslide is larger than what a click looks at, so its outline is cut: run Detect on it.</source>
        <translation>该滑坡超出单击圈定的分析范围，边界不完整，请改用“检测”处理。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="307"/>
        <source>This landslide is mapped already, as number {number}: a shift-click removes it.</source>
        <translation>该滑坡已圈定，编号为 {number}；按住 Shift 单击可将其删除。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="238"/>
        <source>That place is under the cloud mask: nothing is mapped there. The mask is chosen under Advanced.</source>
        <translation>该位置处于云掩膜之下，不会在那里制图。掩膜在“高级”中选择。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="245"/>
        <source>There is no data at that place, of the image or of the elevation model.</source>
        <translation>该位置没有影像或高程模型的数据。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="161"/>
        <source>Landslide {number} was removed from &apos;{layer}&apos;.</source>
        <translation>滑坡 {number} 已从“{layer}”中移除。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="161"/>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="171"/>
        <source>The layer of the landslides is no longer in the project.</source>
        <translation>滑坡图层已不在工程中。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="209"/>
        <source>Another job is under way: this click is answered when it has ended.</source>
        <translation>另一项任务正在进行：等它结束后再处理这次点击。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/click_mapper.py" line="248"/>
        <source>No landslide at that place: the model&apos;s probability there is {percent} %, and the threshold {threshold} %. A lower threshold, under Advanced, maps more.</source>
        <translation>该位置未发现滑坡：模型给出的概率为 {percent}%，阈值为 {threshold}%。在“高级”中调低阈值可以绘出更多。</translation>
    </message>
</context>
<context>
    <name>ClickTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/click_task.py" line="24"/>
        <source>Mapping the landslide under the pointer</source>
        <translation>正在圈定光标处的滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/tasks/click_task.py" line="36"/>
        <source>Loading the landslide model</source>
        <translation>正在加载滑坡检测模型</translation>
    </message>
</context>
<context>
    <name>CloseGuard</name>
    <message>
        <location filename="../landslide_plugin/gui/training/close_guard.py" line="58"/>
        <source>Landslide Mapper</source>
        <translation>滑坡制图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/close_guard.py" line="59"/>
        <source>The model &apos;{title}&apos; is being trained.</source>
        <translation>模型“{title}”正在训练。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/close_guard.py" line="60"/>
        <source>If you close QGIS, the training stops; the Teach page can go on with it next time.</source>
        <translation>如果关闭 QGIS，训练将停止；下次可在“训练”页继续。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/close_guard.py" line="63"/>
        <source>Close QGIS</source>
        <translation>关闭 QGIS</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/close_guard.py" line="64"/>
        <source>Go on training</source>
        <translation>继续训练</translation>
    </message>
</context>
<context>
    <name>CreateEngineTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/create_engine_task.py" line="30"/>
        <source>Setting up the landslide engine</source>
        <translation>正在安装滑坡检测引擎</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <location filename="../landslide_plugin/gui/training/curves.py" line="47"/>
        <source>Curves cannot be drawn here ({reason}): these are the numbers.</source>
        <translation>此处无法绘制曲线（{reason}），以下为各项数值。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/curves.py" line="68"/>
        <source>{file} cannot be written: choose another folder.</source>
        <translation>无法写入 {file}，请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/curves.py" line="79"/>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/curves.py" line="80"/>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/curves.py" line="81"/>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/curves.py" line="84"/>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="80"/>
        <source>What to learn from</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="81"/>
        <source>Images with the landslides that you have drawn on them. Several images make a better model.</source>
        <translation>影像及在其上绘制的滑坡。使用多幅影像可得到更好的模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="91"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="92"/>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="94"/>
        <source>Add an image</source>
        <translation>添加影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="257"/>
        <source>There are no labels: make a label layer on the Teach page and draw in it.</source>
        <translation>没有标注，请在“训练”页新建标注图层并在其中绘制。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="260"/>
        <source>The same image with the same labels is listed twice: remove one of them.</source>
        <translation>同一影像与同一标注列出了两次，请移除其中一个。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="263"/>
        <source>No landslide is drawn in the labels: draw some landslides first.</source>
        <translation>标注中没有滑坡，请先绘制一些滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="232"/>
        <source>{landslides} drawn; {area} fully labelled.</source>
        <translation>已绘制{landslides}；完整标注 {area}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="97"/>
        <source>Add a folder of tiles…</source>
        <translation>添加切片文件夹…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="99"/>
        <source>A folder with the folders images and masks, or laid out as the Bijie data set; PNG, JPG or TIF</source>
        <translation>包含 images 和 masks 文件夹的文件夹，或采用毕节数据集的目录结构；PNG、JPG 或 TIF</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="161"/>
        <source>The folder {folder} is listed already.</source>
        <translation>文件夹 {folder} 已在列表中。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="165"/>
        <source>{folder}: {count} tiles</source>
        <translation>{folder}：{count} 个切片</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="272"/>
        <source>Leave it out</source>
        <translation>不使用此项</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="283"/>
        <source>Folder of tiles with masks</source>
        <translation>带掩膜的切片文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="93"/>
        <source>Elevation model (optional)</source>
        <translation>高程模型（可选）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="241"/>
        <source>With an elevation model for every image, the model can learn from the terrain as well</source>
        <translation>每幅影像都有高程模型时，模型还可以从地形中学习</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="109"/>
        <source>Save the labels</source>
        <translation>保存标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/data_page.py" line="111"/>
        <source>There are edits in the labels that are not saved yet</source>
        <translation>标注中有尚未保存的编辑</translation>
    </message>
</context>
<context>
    <name>DetectAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="50"/>
        <source>Detect landslides</source>
        <translation>检测滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="54"/>
        <source>Mapping</source>
        <translation>滑坡制图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="62"/>
        <source>landslide,mudslide,debris,mass movement,deep learning,segmentation,neural network,hazard</source>
        <translation>滑坡,泥石流,碎屑流,块体运动,深度学习,语义分割,神经网络,地质灾害,landslide</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="68"/>
        <source>Maps landslides on an image with a neural network.</source>
        <translation>利用神经网络在影像上圈定滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="88"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="92"/>
        <source>Smallest landslide, square metres</source>
        <translation>最小滑坡面积（平方米）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="99"/>
        <source>Overlap of the tiles (share)</source>
        <translation>分块重叠（比例）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="105"/>
        <source>Folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="106"/>
        <source>Add the results to the map</source>
        <translation>将结果添加到地图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="109"/>
        <source>Landslides</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="112"/>
        <source>Mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="113"/>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="114"/>
        <source>Landslides as shapefile</source>
        <translation>滑坡（Shapefile）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="115"/>
        <source>Run record</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="116"/>
        <source>Number of landslides</source>
        <translation>滑坡数量</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="117"/>
        <source>Area of the landslides, square metres</source>
        <translation>滑坡总面积（平方米）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="118"/>
        <source>Seconds taken</source>
        <translation>用时（秒）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="72"/>
        <source>Maps landslides on an image with a neural network.

The folder receives the landslides as polygons with area and probability (GeoPackage, and shapefile for ArcGIS), a raster of probabilities, a mask (1 landslide, 0 other ground) and a record of the run. They are named after the image; results of the same name are replaced.

The image may be an online layer (XYZ, WMS, WMTS): its images are fetched first, and kept for the next run.

Area: leave both empty for the whole image, which an online layer is too large for. Where an extent and polygons are given, only what lies in both is looked at.

Bands: empty means by their names, wavelengths or colours in the image. Pixel size: empty means that of the image, or the nearest that the model was trained for. Threshold: empty means the model&apos;s own.

A detection is a suggestion: fields, quarries and fresh roads look like landslides from above.</source>
        <translation>用神经网络在影像上绘制滑坡。

结果文件夹中将得到：带面积和概率的滑坡多边形（GeoPackage，以及供 ArcGIS 使用的 Shapefile）、概率栅格、掩膜（1 为滑坡，0 为其他地面）和运行记录。它们以影像命名；同名的旧结果会被替换。

影像可以是在线图层（XYZ、WMS、WMTS）：其影像会先被下载，并保留供下次运行使用。

区域：两项都留空表示整幅影像，但在线图层太大，不能整幅读取。若同时给出范围和多边形，则只检测两者重叠的部分。

波段：留空表示按影像中波段的名称、波长或颜色确定。像元大小：留空表示采用影像自身的大小，或模型训练时最接近的大小。阈值：留空表示采用模型自身的阈值。

检测结果只是建议：从空中看，农田、采石场和新修道路都像滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detect.py" line="192"/>
        <source>&apos;{name}&apos; is an online layer, too large to be read as a whole: give an extent or polygons.</source>
        <translation>“{name}”是在线图层，范围过大，无法整体读取，请指定范围或多边形。</translation>
    </message>
</context>
<context>
    <name>DetectFolderAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="40"/>
        <source>Detect landslides on many images</source>
        <translation>批量检测滑坡（多幅影像）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="44"/>
        <source>Mapping</source>
        <translation>滑坡制图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="52"/>
        <source>landslide,batch,folder,scenes,satellite,summary,deep learning,neural network</source>
        <translation>滑坡,批处理,文件夹,多景影像,卫星,汇总表,深度学习,神经网络,landslide</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="56"/>
        <source>Maps landslides on all images of a folder, and lists what was found on each.</source>
        <translation>在文件夹中的所有影像上圈定滑坡，并列出每幅影像的结果。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="72"/>
        <source>Folder of images</source>
        <translation>影像文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="79"/>
        <source>Images</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="85"/>
        <source>Polygons to look at</source>
        <translation>检测区多边形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="91"/>
        <source>Smallest landslide, square metres</source>
        <translation>最小滑坡面积（平方米）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="98"/>
        <source>Cloud masks by name, {scene} is the image&apos;s</source>
        <translation>按名称查找云掩膜，{scene} 代表影像名称</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="103"/>
        <source>Folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="104"/>
        <source>Add the results to the map</source>
        <translation>将结果添加到地图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="107"/>
        <source>Table of the images</source>
        <translation>影像汇总表</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="108"/>
        <source>Number of images</source>
        <translation>影像数量</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="109"/>
        <source>Number of images that could not be used</source>
        <translation>无法使用的影像数量</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="110"/>
        <source>Number of landslides</source>
        <translation>滑坡数量</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="111"/>
        <source>Area of the landslides, square metres</source>
        <translation>滑坡总面积（平方米）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="175"/>
        <source>There are no images: choose their folder, or layers.</source>
        <translation>没有影像，请选择影像文件夹或图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="60"/>
        <source>Maps landslides on all images of a folder, on chosen layers, or on both, one after the other.

Each image gets a folder of its own with what &apos;Detect landslides&apos; writes. The table summary.csv lists landslides, area and seconds of each. An image that cannot be used is listed with the reason and does not stop the others; what is finished when you cancel is kept. Of images of the same name in several subfolders the later ones are numbered.

Cloud masks: one layer for all images, or files named after them, where {scene} stands for the image&apos;s name, such as masks/{scene}_clouds.tif. What is masked becomes nodata.</source>
        <translation>依次在文件夹中的所有影像、所选图层或两者上圈定滑坡。

每幅影像的结果单独存放在一个文件夹中，内容与“检测滑坡”相同。表格 summary.csv 列出每幅影像的滑坡数量、面积和用时。无法使用的影像会注明原因，不影响其他影像；取消时，已完成的结果会保留。不同子文件夹中的同名影像，靠后的会加上编号。

云掩膜：可为所有影像指定同一图层，也可使用按影像命名的文件，其中 {scene} 代表影像名称，例如 masks/{scene}_clouds.tif。被掩膜的地面成为无数据（NoData）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="76"/>
        <source>Look in its subfolders too</source>
        <translation>同时查找其子文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/detectfolder.py" line="167"/>
        <source>The CRS of &apos;{name}&apos; was chosen in QGIS and is not in its file: detect on it by itself, or write the CRS into the file with &apos;Assign projection&apos;.</source>
        <translation>“{name}”的坐标参考系是在 QGIS 中选定的，文件中没有：请对它单独检测，或用“指定投影”把坐标参考系写入文件。</translation>
    </message>
</context>
<context>
    <name>DetectPage</name>
    <message>
        <location filename="../landslide_plugin/gui/map/click_tool.py" line="117"/>
        <source>Map by click</source>
        <translation>单击圈定</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="139"/>
        <source>No model is installed: add one from a file.</source>
        <translation>尚未安装模型，请从文件添加。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="209"/>
        <source>the model&apos;s own</source>
        <translation>模型默认值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="210"/>
        <source>the image&apos;s own</source>
        <translation>影像自身</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="211"/>
        <source>No</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="212"/>
        <source>Flipped (4 times slower)</source>
        <translation>翻转（耗时 4 倍）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="213"/>
        <source>Flipped and turned (8 times slower)</source>
        <translation>翻转和旋转（耗时 8 倍）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="267"/>
        <source> pixels</source>
        <translation> 像素</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="267"/>
        <source> m²</source>
        <translation> m²</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="331"/>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="341"/>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="343"/>
        <source>{speed} MP/s</source>
        <translation>{speed} 百万像素/秒</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="348"/>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="355"/>
        <source>A detection is running: wait until it is done, or cancel it, and click again.</source>
        <translation>检测正在运行，请等待其完成或将其取消，然后重新单击。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="23"/>
        <source>Set up the engine…</source>
        <translation>设置引擎…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="24"/>
        <source>Choose or create the Python environment that runs the networks</source>
        <translation>选择或创建用于运行神经网络的 Python 环境</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="47"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="59"/>
        <source>Raster layer of the project to look for landslides on</source>
        <translation>工程中用于检测滑坡的栅格图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="80"/>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="92"/>
        <source>Part of the image to look at</source>
        <translation>影像中要检测的部分</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="97"/>
        <source>Draw</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="98"/>
        <source>Drag a rectangle on the map</source>
        <translation>在地图上拖动绘制矩形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="107"/>
        <source>Layer whose selected polygons are the area</source>
        <translation>以该图层中选中的多边形作为检测区域</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="119"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="133"/>
        <source>Network that looks for the landslides</source>
        <translation>用于检测滑坡的神经网络</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="138"/>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="139"/>
        <source>Add a model from a file (.safetensors)</source>
        <translation>从文件添加模型（.safetensors）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="154"/>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="166"/>
        <source>What the network runs on</source>
        <translation>运行神经网络的设备</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="178"/>
        <source>Save in</source>
        <translation>保存到</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="183"/>
        <source>Each run makes a folder of its own in here; without a folder the results last until QGIS closes</source>
        <translation>每次运行都会在此新建一个文件夹；不指定文件夹时，结果仅保留到 QGIS 关闭为止</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="190"/>
        <source>Bands: automatic</source>
        <translation>波段：自动</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="199"/>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="205"/>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="212"/>
        <source>Probability from which a pixel is called landslide: lower finds more, higher is surer</source>
        <translation>像素判定为滑坡的最低概率：阈值越低，检出越多；阈值越高，结果越可靠</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="220"/>
        <source>Minimum area</source>
        <translation>最小面积</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="227"/>
        <source>Smaller ones are left out</source>
        <translation>小于该面积的滑坡将被忽略</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="235"/>
        <source>Tile overlap</source>
        <translation>分块重叠</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="242"/>
        <source>How far neighbouring tiles overlap and are blended: more hides seams better and takes longer</source>
        <translation>相邻分块的重叠与融合比例：比例越大，接缝越不明显，但耗时越长</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="243"/>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="250"/>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="259"/>
        <source>Test-time augmentation: the network also sees each tile flipped or turned, and the answers are averaged</source>
        <translation>测试时增强：将每个分块翻转或旋转后再次输入网络，并对各次结果取平均</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="264"/>
        <source>Pixel size</source>
        <translation>像素大小</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="271"/>
        <source>Ground sample distance to read the image at, metres per pixel</source>
        <translation>读取影像时采用的地面采样距离（米/像素）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="272"/>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="325"/>
        <source>Detect</source>
        <translation>检测</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="326"/>
        <source>Look for landslides on the chosen area of the image</source>
        <translation>在影像的所选区域内检测滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="337"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="338"/>
        <source>Stop the detection; nothing half-done is kept</source>
        <translation>停止检测，不保留未完成的结果</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="360"/>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="361"/>
        <source>Save the landslides as shapefile for ArcGIS, GeoPackage, GeoJSON or KML</source>
        <translation>将滑坡保存为 Shapefile（供 ArcGIS 使用）、GeoPackage、GeoJSON 或 KML</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/map/click_tool.py" line="119"/>
        <source>Map by click: click on a landslide to outline it, shift-click to remove it, Esc to leave. Alt-click (or Ctrl-click) shows which ground speaks for it.</source>
        <translation>单击圈定：单击滑坡以圈定其边界，按住 Shift 单击可删除，按 Esc 退出。按住 Alt（或 Ctrl）单击可查看哪些地面支持该判断。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="64"/>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="65"/>
        <source>Open an image file, also Google Earth&apos;s overlays (KMZ, KML)</source>
        <translation>打开影像文件，也可打开 Google Earth 的叠加层（KMZ、KML）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="280"/>
        <source>Cloud mask</source>
        <translation>云掩膜</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="287"/>
        <source>Raster or polygons of clouds and other ground to leave out, in any CRS; it becomes nodata</source>
        <translation>云层及其他不参与检测的地面，可为任意 CRS 的栅格或多边形；掩膜范围成为无数据（NoData）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="292"/>
        <source>Mask values</source>
        <translation>掩膜取值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="298"/>
        <source>Values of the mask raster that mean cloud, for instance 3, 8, 9, 10 in Sentinel-2&apos;s scene classification</source>
        <translation>掩膜栅格中表示云的取值，例如 Sentinel-2 场景分类中的 3, 8, 9, 10</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.ui" line="299"/>
        <source>all but 0</source>
        <translation>除 0 以外的所有值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detect_page.py" line="167"/>
        <source>Fetch and detect</source>
        <translation>获取并检测</translation>
    </message>
</context>
<context>
    <name>DetectTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/detect_task.py" line="25"/>
        <source>Detecting landslides on {image}</source>
        <translation>正在检测 {image} 上的滑坡</translation>
    </message>
</context>
<context>
    <name>Detection</name>
    <message>
        <location filename="../landslide_plugin/gui/detect/detection.py" line="90"/>
        <source>The project was closed during the detection on &apos;{image}&apos;; its results are in {folder}.</source>
        <translation>检测影像“{image}”期间工程已关闭，结果保存在 {folder}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detection.py" line="90"/>
        <source>The image &apos;{image}&apos; was removed during the detection; the results are in {folder}.</source>
        <translation>检测期间影像“{image}”已被移除，结果保存在 {folder}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detection.py" line="96"/>
        <source>Add to the map</source>
        <translation>添加到地图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detection.py" line="108"/>
        <source>Open the attribute table</source>
        <translation>打开属性表</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detection.py" line="113"/>
        <source>The layer of the landslides is no longer in the project.</source>
        <translation>工程中已没有该滑坡图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detection.py" line="182"/>
        <source>{landslides}, {area} in {time} on {device}</source>
        <translation>{landslides}，总面积 {area}，用时 {time}（{device}）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/detection.py" line="165"/>
        <source>The folder {folder} cannot be made ({problem}): choose another one for the results.</source>
        <translation>无法创建文件夹 {folder}（{problem}）：请为结果选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>DeviceChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/detect/device_chooser.py" line="29"/>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/device_chooser.py" line="50"/>
        <source>Looking what is there…</source>
        <translation>正在查找可用设备…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/device_chooser.py" line="57"/>
        <source>Automatic ({device})</source>
        <translation>自动（{device}）</translation>
    </message>
</context>
<context>
    <name>DoctorTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/doctor_task.py" line="14"/>
        <source>Checking the landslide engine</source>
        <translation>正在检查滑坡检测引擎</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <location filename="../landslide_plugin/layers/editing.py" line="60"/>
        <source>The layer &apos;{name}&apos; cannot be edited: save it as a GeoPackage of your own and use that.</source>
        <translation>图层“{name}”无法编辑，请另存为 GeoPackage 后使用。</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source> and {0} more</source>
        <translation> 以及另外 {0} 个</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>&apos;{0}&apos; is no coordinate reference system that leads to the image&apos;s: give a code such as EPSG:4326.</source>
        <translation>“{0}”不是能够转换到影像坐标参考系的坐标参考系（CRS），请给出 EPSG:4326 之类的代码。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>&apos;{0}&apos; is no coordinate reference system: give a code such as EPSG:32648.</source>
        <translation>“{0}”不是坐标参考系（CRS），请给出 EPSG:32648 之类的代码。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A batch of {0} cannot be shared by {1} processes: raise batch_size, or start fewer.</source>
        <translation>{0} 个样本的批次无法分给 {1} 个进程：请增大 batch_size，或减少进程数。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A chip has 16 to 4096 pixels a side, not {0}.</source>
        <translation>样本块的边长应为 16 至 4096 像素，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A folder of images needs the folder of their masks.</source>
        <translation>影像文件夹需要对应的掩膜文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A ground overlay in the file has no place (LatLonBox): save it anew in Google Earth.</source>
        <translation>文件中的地面叠加层没有位置信息（LatLonBox），请在 Google Earth 中重新保存。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A ground overlay in the file names no image: save it anew in Google Earth.</source>
        <translation>文件中的地面叠加层没有指明图像，请在 Google Earth 中重新保存。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A ground sample distance was asked for, but the image has no usable coordinate reference system to measure metres with: assign one, or leave the distance out.</source>
        <translation>指定了地面采样距离，但影像没有可用于量算米的坐标参考系（CRS）：请为其指定，或不填该距离。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A mosaic joins four crops of one process: choose a batch_size that is a multiple of 4 times the processes, or no mosaic.</source>
        <translation>马赛克拼接同一进程的四个裁块：请选择 4 乘以进程数的整数倍作为 batch_size，或不用马赛克。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A mosaic joins four crops: choose a batch_size that is a multiple of 4, or no mosaic.</source>
        <translation>马赛克拼接四个裁块：请选择 4 的整数倍作为 batch_size，或不用马赛克。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A pixel size was asked for, but the image has no usable coordinate reference system to measure metres with: assign one, or leave the size out.</source>
        <translation>指定了像素大小，但影像没有可用于量算米的坐标参考系（CRS）：请为其指定，或不填该大小。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A raster needs its truth: a mask raster or landslide polygons.</source>
        <translation>栅格需要对应的真值：掩膜栅格或滑坡多边形。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A stage has at least one epoch and crops of at least one pixel: correct the stages.</source>
        <translation>每个阶段至少要有一轮训练，裁块至少一个像素：请更正 stages。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A teacher and a teacher_share of some of the tiles go together: name both, or neither.</source>
        <translation>教师模型与部分切片的 teacher_share 必须同时给出：请两者都写，或都不写。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A teacher&apos;s doubts are learned by cross-entropy, the other losses make certainties of them: choose a loss with bce or wce, or no teacher.</source>
        <translation>教师模型的不确定性要用交叉熵学习，其他损失会把它当成确定结果：请选择含 bce 或 wce 的损失，或不用教师模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A teacher&apos;s share lies between 0 and 1, not at {0}: correct it.</source>
        <translation>教师模型的比例应在 0 到 1 之间，而不是 {0}：请更正。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A training without stages learns nothing: give it at least one of the [[stages]].</source>
        <translation>没有任何阶段的训练学不到东西：请至少给出一个 [[stages]]。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>A window has at least 32 pixels a side, not {0}.</source>
        <translation>窗口的边长至少为 32 像素，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>All labels are on one image: the model may know that image only; add others where you have them.</source>
        <translation>所有标注都在同一幅影像上，模型可能只认识这幅影像；如有其他影像，请一并加入。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>All of the chosen ground is labelled already: choose another area or image.</source>
        <translation>所选地面已全部标注，请选择其他区域或影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>An even sample of {0} of the {1} windows that are not labelled was looked at.</source>
        <translation>从 {1} 个未标注的窗口中均匀抽取了 {0} 个查看。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Another QGIS window is setting up the engine: wait for it, or close it.</source>
        <translation>另一个 QGIS 窗口正在安装引擎：请等它完成，或将其关闭。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Asking the teacher about tile {0} of {1}</source>
        <translation>正在询问教师模型：第 {0} 个切片，共 {1} 个</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>At least one window must be asked for, not {0}.</source>
        <translation>至少要请求一个窗口，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>At least one window must be looked at, not {0}.</source>
        <translation>至少要查看一个窗口，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>CPU ({0}, {1} cores)</source>
        <translation>CPU（{0}，{1} 核）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>CPU, because {0}.</source>
        <translation>CPU，因为{0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Completing the files</source>
        <translation>正在完成文件</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Epoch {0} of {1}</source>
        <translation>第 {0} 轮，共 {1} 轮</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Epoch {0} of {1}, loss {2}</source>
        <translation>第 {0} 轮，共 {1} 轮，损失 {2}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Epoch {0} of {1}: loss {2}, validation loss {3}, validation IoU {4}</source>
        <translation>第 {0} 轮，共 {1} 轮：损失 {2}，验证损失 {3}，验证 IoU {4}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Every landslide on {0} reaches into the validation areas: none is left to learn from.</source>
        <translation>{0} 上的每个滑坡都伸入验证区，没有可供学习的滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Generated scenes have a seed each: name seeds in [scenes], or leave [scenes] out.</source>
        <translation>每个生成场景都有一个种子：请在 [scenes] 中写明 seeds，或不写 [scenes]。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Generated scenes have red, green, blue and terrain only: leave [scenes] out, or read these bands.</source>
        <translation>生成的场景只有红、绿、蓝和地形：请不写 [scenes]，或只读取这些波段。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Give either a folder of images or one raster to evaluate on.</source>
        <translation>请给出影像文件夹或一幅用于评价的栅格，二者择一。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Grad-CAM of</source>
        <translation>Grad-CAM：</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Image {0} of {1}</source>
        <translation>第 {0} 幅影像，共 {1} 幅</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Landslides are {0} of the labelled ground: label more {1}, or choose the loss &apos;wce&apos; or &apos;focal&apos;.</source>
        <translation>滑坡占已标注地面的 {0}：请多标注{1}，或选择损失“wce”或“focal”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Looking at what is labelled</source>
        <translation>正在查看已标注的内容</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Looking for what speaks for landslide</source>
        <translation>正在查找支持判定为滑坡的地面</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Managed engine in {0}.</source>
        <translation>由插件安装的引擎，位于 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Name the images to detect on, or their folder.</source>
        <translation>请指明要检测的影像或其所在文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Name the raster to inspect.</source>
        <translation>请指明要检查的栅格。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No Python was found to make the engine with: install Python 3.12 (64 bit) and try again.</source>
        <translation>未找到可用于安装引擎的 Python：请安装 Python 3.12（64 位）后重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No fully labelled area is given for {0}: only pixels inside the label polygons are learned from, so the model hears little of what is no landslide.</source>
        <translation>{0} 没有完整标注区：只从标注多边形内的像素学习，模型很难了解什么不是滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No fully labelled area is given: only pixels inside the label polygons are known.</source>
        <translation>没有给出完整标注区：只有标注多边形内的像素是已知的。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No fully labelled area of {0} lies on the image: all that is not drawn counts as background.</source>
        <translation>{0} 的完整标注区都不在影像上：未绘制之处均视为背景。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No image in {0} matches &apos;{1}&apos;: check the training configuration.</source>
        <translation>{0} 中没有与“{1}”匹配的影像，请检查训练配置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No job of that id is running.</source>
        <translation>没有该编号的任务在运行。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No labels were given: windows are only kept unlike each other.</source>
        <translation>没有给出标注：窗口只保证彼此不相似。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No mask in {0} has the name of an image in {1}: name them alike.</source>
        <translation>{0} 中没有与 {1} 中影像同名的掩膜，请使用相同的名称。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No part of the network is named {0}: correct fresh in the configuration.</source>
        <translation>网络中没有名为 {0} 的部分：请更正配置中的 fresh。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No part of the network is named {0}: correct learn in the configuration.</source>
        <translation>网络中没有名为 {0} 的部分：请更正配置中的 learn。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No polygon of {0} lies on the image: all of it counts as free of landslides.</source>
        <translation>{0} 的多边形都不在影像上：整幅影像视为没有滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No usable label lies on {0}: draw landslides or a fully labelled area on it.</source>
        <translation>{0} 上没有可用的标注：请在其上绘制滑坡或完整标注区。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No validation area lies on the tiles of {0}: all of them are learned from.</source>
        <translation>{0} 的切片上没有验证区：全部用于学习。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>No validation area lies on {0}: all of it is learned from.</source>
        <translation>{0} 上没有验证区：全部用于学习。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>None of the {0} images could be used; {1}: {2}</source>
        <translation>{0} 幅影像都无法使用；{1}：{2}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Nothing around the point speaks for landslide: the heat map is 0 everywhere.</source>
        <translation>该点周围没有支持判定为滑坡的地面：热力图处处为 0。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Nothing is known of the ground to validate on: it has no data, or lies beside what is labelled; choose other validation areas, or draw areas that are fully labelled around them.</source>
        <translation>用于验证的地面情况未知：那里没有数据，或不在标注范围内；请选择其他验证区，或在其周围绘制完整标注区。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Nothing is left to learn from: make the validation share or areas smaller, or label more.</source>
        <translation>没有剩下可供学习的内容：请减小验证比例或验证区，或增加标注。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Nothing is left to validate with: hold back a larger share, draw validation areas on what is labelled, or label more.</source>
        <translation>没有剩下可供验证的内容：请增大保留比例，在标注范围内绘制验证区，或增加标注。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Nothing leads from the image&apos;s coordinate reference system to that of the elevation model {0}: reproject one of them.</source>
        <translation>影像的坐标参考系无法转换到高程模型 {0} 的坐标参考系：请对其中之一进行重投影。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Of the features of {0}, {1} {2}.</source>
        <translation>{0} 的要素中，有 {1} 个{2}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Only {0} landslides are learned from: label at least {1}, better many more.</source>
        <translation>只从 {0} 个滑坡中学习：请至少标注 {1} 个，越多越好。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Only {0} windows with data are not labelled yet.</source>
        <translation>只有 {0} 个有数据的窗口尚未标注。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Opening the image</source>
        <translation>正在打开影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Out of memory: trying again with tiles of {0} pixels.</source>
        <translation>内存不足：改用 {0} 像素的分块重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Part of the chosen area has no coordinates in the image&apos;s coordinate reference system: choose a smaller area near the image.</source>
        <translation>所选区域的一部分无法转换到影像的坐标参考系中，请选择影像附近更小的区域。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Parts that alone learn and epochs with a frozen encoder exclude each other: name one.</source>
        <translation>只训练部分网络与冻结编码器的轮次不能同时使用：请只写其一。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Reading the training data</source>
        <translation>正在读取训练数据</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Some of the ground that {0} is validated on is learned from {1}: the figures will be too good; give both the same validation areas.</source>
        <translation>{0} 的验证地面有一部分从 {1} 中学习过，指标会偏高；请为两者使用相同的验证区。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Stopped after epoch {0}: none of the last {1} epochs was better.</source>
        <translation>在第 {0} 轮后停止：最近 {1} 轮都没有更好的结果。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Stopped as asked; the best epoch so far is kept.</source>
        <translation>已按要求停止，保留到目前为止最好的一轮。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>TOML has no {0}</source>
        <translation>TOML 没有 {0}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Test-time augmentation</source>
        <translation>测试时增强</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The KML in {0} has {1} MB, too much for an image&apos;s place: save the overlay alone in Google Earth.</source>
        <translation>{0} 中的 KML 有 {1} MB，对于图像位置来说过大：请在 Google Earth 中单独保存该叠加层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The Python that the engine was made with is gone, as after an upgrade of QGIS: set the engine up again.</source>
        <translation>安装引擎所用的 Python 已不存在（例如 QGIS 升级之后），请重新设置引擎。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The Python {0} does not start outside QGIS: install Python 3.12 and try again.</source>
        <translation>Python {0} 无法在 QGIS 之外启动：请安装 Python 3.12 后重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The action must be one of {0}.</source>
        <translation>操作必须是 {0} 之一。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The area is not a polygon in WKT: give POLYGON or MULTIPOLYGON text.</source>
        <translation>该区域不是 WKT 多边形：请给出 POLYGON 或 MULTIPOLYGON 文本。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The bands aspect_sin and aspect_cos belong together: name both of them or neither.</source>
        <translation>波段 aspect_sin 和 aspect_cos 必须成对：请两者都写，或都不写。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The card of {0} cannot be used ({1}): ask for a new file.</source>
        <translation>{0} 的模型卡无法使用（{1}），请索取新的文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The checkpoint {0} is damaged: remove it and begin anew, on the command line without --resume.</source>
        <translation>检查点 {0} 已损坏：请将其移除并重新开始；在命令行中不要使用 --resume。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The chosen area is empty: select polygons that have an area.</source>
        <translation>所选区域为空，请选择有面积的多边形。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The chosen area lies outside the image: choose an area that overlaps it.</source>
        <translation>所选区域在影像之外，请选择与影像重叠的区域。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The chosen extent and the chosen polygons do not overlap: change one of them.</source>
        <translation>所选范围与所选多边形不重叠，请更改其中之一。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The configuration was changed since {0} was written ({1}): undo the change, or discard this training and begin anew, on the command line without --resume.</source>
        <translation>{0} 写入之后配置有改动（{1}）：请撤销改动，或放弃此次训练并重新开始；在命令行中不要使用 --resume。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The coordinate reference system of {0} does not lead to that of the image: give the layer the right one.</source>
        <translation>{0} 的坐标参考系无法转换到影像的坐标参考系：请为该图层指定正确的坐标参考系。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The device</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The disk of {0} has {1} GB left and the engine needs about {2} GB (on Linux with support for NVIDIA graphics cards {3}): {4}.</source>
        <translation>{0} 所在磁盘剩余 {1} GB，引擎约需 {2} GB（Linux 上支持 NVIDIA 显卡时{3}）：{4}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The disk of {0} is full: make room or choose another folder, then run it again.</source>
        <translation>{0} 所在磁盘已满：请腾出空间或选择其他文件夹，然后重新运行。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The elevation model {0}</source>
        <translation>高程模型 {0}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The elevation model {0} covers {1} % of this part of the image: what lies outside of it is treated as ground without data.</source>
        <translation>高程模型 {0} 只覆盖影像该部分的 {1} %，其余部分按没有数据的地面处理。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The elevation model {0} does not cover this part of the image: choose one that does.</source>
        <translation>高程模型 {0} 未覆盖影像的该部分，请选择能覆盖的高程模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The encoder&apos;s weights are not installed: pip install the packages of requirements/training.txt, or those that the configuration names.</source>
        <translation>未安装编码器的权重：请用 pip 安装 requirements/training.txt 中的软件包，或配置所指明的软件包。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine cannot be put back from {0} to {1} ({2}); close what uses it.</source>
        <translation>无法将引擎从 {0} 移回 {1}（{2}）：请关闭正在使用它的程序。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine could not be made: {0} (the log is {1}).</source>
        <translation>无法安装引擎：{0}（日志为 {1}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine could not be made: {0} does not start ({1}).</source>
        <translation>无法安装引擎：{0} 无法启动（{1}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine could not be made: {0}.</source>
        <translation>无法安装引擎：{0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine does not answer; its log is {0}.</source>
        <translation>引擎没有响应，其日志为 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine does not start with {0}: set it up again; its log {1} tells why.</source>
        <translation>引擎无法用 {0} 启动：请重新设置引擎；原因见日志 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine failed in &apos;{0}&apos; ({1}); its log is {2}.</source>
        <translation>引擎执行“{0}”失败（{1}），其日志为 {2}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine is being set up: wait until it is done.</source>
        <translation>正在安装引擎，请等待完成。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine is not set up yet.</source>
        <translation>引擎尚未设置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine is of version {0} (protocol {1}) and the plugin of version {2} (protocol {3}); restart QGIS.</source>
        <translation>引擎版本为 {0}（协议 {1}），插件版本为 {2}（协议 {3}）：请重新启动 QGIS。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine knows no job named &apos;{0}&apos;.</source>
        <translation>引擎没有名为“{0}”的任务。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine knows no job named &apos;{0}&apos;; it knows {1}.</source>
        <translation>引擎没有名为“{0}”的任务，已有的任务为 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine needs Python {0} or newer and {1} is {2}; set up the engine with another interpreter.</source>
        <translation>引擎需要 Python {0} 或更高版本，而 {1} 的版本为 {2}：请换用其他解释器设置引擎。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine runs with {0}, {1}.</source>
        <translation>引擎使用 {0}（{1}）运行。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine was closed.</source>
        <translation>引擎已关闭。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine was made for version {0} of the plugin; set it up again.</source>
        <translation>引擎是为插件版本 {0} 安装的，请重新设置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine&apos;s Python {0} cannot be started ({1}); set up the engine again.</source>
        <translation>无法启动引擎的 Python {0}（{1}），请重新设置引擎。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine&apos;s Python {0} has no package &apos;{1}&apos;; set up the engine again.</source>
        <translation>引擎的 Python {0} 缺少软件包“{1}”，请重新设置引擎。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine&apos;s Python {0} is gone; set the engine up again.</source>
        <translation>引擎的 Python {0} 已不存在，请重新设置引擎。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine&apos;s Python {0}, {1}, does not exist; set up the engine again.</source>
        <translation>引擎的 Python {0}（{1}）不存在，请重新设置引擎。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine&apos;s folder {0} cannot be deleted ({1}); close what uses it and try again.</source>
        <translation>无法删除引擎文件夹 {0}（{1}）：请关闭正在使用它的程序后重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine&apos;s folder {0} cannot be replaced ({1}); close what uses it and try again.</source>
        <translation>无法替换引擎文件夹 {0}（{1}）：请关闭正在使用它的程序后重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine&apos;s setup was not completed; set it up again.</source>
        <translation>引擎的安装未完成，请重新设置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The file to write must end with .onnx, not &apos;{0}&apos;.</source>
        <translation>要写入的文件必须以 .onnx 结尾，而不是“{0}”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The first request must be &apos;hello&apos;.</source>
        <translation>第一个请求必须是“hello”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The folder {0} cannot be made ({1}); check its permissions.</source>
        <translation>无法创建文件夹 {0}（{1}），请检查其权限。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The folder {0} holds no elevation raster for {1}: add it.</source>
        <translation>文件夹 {0} 中没有 {1} 的高程栅格，请添加。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The folder {0} holds no images ({1}): choose another.</source>
        <translation>文件夹 {0} 中没有影像（{1}），请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The folder {0} holds no wheels (.whl files); choose another.</source>
        <translation>文件夹 {0} 中没有 wheel 文件（.whl），请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The folder {0} holds something else; move it away and try again.</source>
        <translation>文件夹 {0} 中有其他内容，请将其移走后重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The folder {0} was not made by Landslide Mapper and stays.</source>
        <translation>文件夹 {0} 不是由 Landslide Mapper 创建的，予以保留。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The ground sample distance must be positive, not {0}.</source>
        <translation>地面采样距离必须为正数，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The gsd_m of a map must be above 0: correct the configuration.</source>
        <translation>影像的 gsd_m 必须大于 0：请更正配置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The gsd_m of generated scenes are lengths above 0: give [scenes] at least one.</source>
        <translation>生成场景的 gsd_m 是大于 0 的长度：请在 [scenes] 中至少给出一个。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The heat map is a GeoTIFF: give a file that ends with .tif, not &apos;{0}&apos;.</source>
        <translation>热力图为 GeoTIFF：请给出以 .tif 结尾的文件，而不是“{0}”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The history of the training could not be written ({0}).</source>
        <translation>无法写入训练过程记录（{0}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image does not say which of its {0} bands are {1}: the first {2} were read; choose the bands where that is wrong.</source>
        <translation>影像没有说明其 {0} 个波段中哪些是{1}：已读取前 {2} 个；如不正确，请选择波段。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image has no band {0}: it has bands 1 to {1}.</source>
        <translation>影像没有波段 {0}：其波段为 1 至 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image has no coordinate reference system to bring the area into: give the area in the image&apos;s own coordinates.</source>
        <translation>影像没有坐标参考系，无法换算该区域：请用影像自身的坐标给出区域。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image has no coordinate reference system to bring the point into: give the point in the image&apos;s own coordinates.</source>
        <translation>影像没有坐标参考系，无法换算该点：请用影像自身的坐标给出该点。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image has no data where nothing is labelled yet: choose another area or image.</source>
        <translation>尚未标注之处影像没有数据，请选择其他区域或影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image has no usable coordinate reference system: it is read pixel by pixel, sizes are in pixels; QGIS&apos;s Georeferencer gives it a place.</source>
        <translation>影像没有可用的坐标参考系（CRS）：按像素读取，尺寸以像素为单位；可用 QGIS 的地理配准工具为其定位。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image has no usable coordinate reference system: sizes are in pixels.</source>
        <translation>影像没有可用的坐标参考系（CRS）：尺寸以像素为单位。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image has {0} band(s) and the model reads {1} ({2}): choose an image or a model that fit each other.</source>
        <translation>影像有 {0} 个波段，而模型要读取 {1} 个（{2}）：请选择相互匹配的影像和模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image has {0} m per pixel and the model {1} works at {2} to {3} m: choose a finer image or a model made for this resolution.</source>
        <translation>影像每像素 {0} 米，而模型 {1} 适用于 {2} 至 {3} 米：请选择更精细的影像或适用于该分辨率的模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image is coarser than anything the model has seen: check the result with care.</source>
        <translation>影像比模型见过的都粗略，请谨慎核对结果。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image&apos;s coordinates (its centre is {0}, {1}) do not exist in its coordinate reference system, {2}: choose the right one for the image.</source>
        <translation>影像的坐标（中心为 {0}, {1}）在其坐标参考系 {2} 中不存在：请为影像选择正确的坐标参考系。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The images&apos; metres per pixel must be above 0, not {0}.</source>
        <translation>影像的每像素米数必须大于 0，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The index {0} is no CSV file with the columns name and block, a whole number: correct it.</source>
        <translation>索引 {0} 不是含有 name 列和 block 列（整数）的 CSV 文件：请更正。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The labels or images were changed since {0} was written, and ground to validate on may have been learned from: restore them, or discard this training and begin anew, on the command line without --resume.</source>
        <translation>{0} 写入之后标注或影像有改动，用于验证的地面可能已被学习过：请恢复原状，或放弃此次训练并重新开始；在命令行中不要使用 --resume。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The learning_rate must be above 0, not {0}: correct the configuration.</source>
        <translation>learning_rate 必须大于 0，而不是 {0}：请更正配置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The list of weights in {0} is damaged ({1}): get the file again.</source>
        <translation>{0} 中的权重列表已损坏（{1}），请重新获取该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The loss &apos;wce&apos; needs the parameter weights, of background and of landslide.</source>
        <translation>损失“wce”需要参数 weights，即背景和滑坡的权重。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The loss &apos;{0}&apos; has no parameter named {1}.</source>
        <translation>损失“{0}”没有名为 {1} 的参数。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The loss was no number any more at step {0} of epoch {1} (learning rate {2}): lower learning_rate</source>
        <translation>在第 {1} 轮第 {0} 步（学习率 {2}），损失已不是有效数值：请降低 learning_rate</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The loss&apos;s parameter {0} must be {1}.</source>
        <translation>损失的参数 {0} 必须{1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The mask {0} cannot be read: check the file ({1}).</source>
        <translation>无法读取掩膜 {0}，请检查该文件（{1}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The mask {0} has another size than its image: correct the training data.</source>
        <translation>掩膜 {0} 与其影像大小不同：请更正训练数据。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The mask {0} has {1} x {2} pixels and its image {3} x {4}: give a mask of the image&apos;s size.</source>
        <translation>掩膜 {0} 为 {1} x {2} 像素，而其影像为 {3} x {4} 像素：请给出与影像大小一致的掩膜。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The mask {0} lies elsewhere than its image: give the mask of this image.</source>
        <translation>掩膜 {0} 与其影像不在同一位置：请给出该影像的掩膜。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The mask {0} lies outside the image: choose the mask of this image.</source>
        <translation>掩膜 {0} 在影像之外：请选择该影像的掩膜。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The match &apos;{0}&apos; is no regular expression ({1}): correct it.</source>
        <translation>match“{0}”不是正则表达式（{1}）：请更正。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The memory of {0} does not hold {1} crops at once: set micro_batch = {2} or less in the configuration and resume; the batch stays what it is.</source>
        <translation>{0} 的内存无法同时容纳 {1} 个裁块：请在配置中设置 micro_batch = {2} 或更小，然后继续训练；批大小保持不变。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model cannot be written to {0} ({1}): {2}.</source>
        <translation>无法将模型写入 {0}（{1}）：{2}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model could not be used ({0}): correct the configuration.</source>
        <translation>模型无法使用（{0}）：请更正配置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model file {0} cannot be read: {1}.</source>
        <translation>无法读取模型文件 {0}：{1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model reads {0} and the tiles in {1} have no elevation: name the folder of their elevation rasters as dems.</source>
        <translation>模型要读取{0}，而 {1} 中的切片没有高程：请将其高程栅格文件夹写为 dems。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model reads {0} and {1} has no elevation model: name it as dem, or leave these bands out.</source>
        <translation>模型要读取{0}，而 {1} 没有高程模型：请将其写为 dem，或不用这些波段。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model reads {0} bands ({1}): choose as many, not {2}.</source>
        <translation>模型读取 {0} 个波段（{1}）：请选择同样数量的波段，而不是 {2} 个。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model reads {0} bands ({1}): give mean and std as many values.</source>
        <translation>模型读取 {0} 个波段（{1}）：请给出同样数量的 mean 和 std。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model reads {0} besides the image: choose an elevation model (DEM) for it.</source>
        <translation>该模型除影像外还要读取{0}：请为其选择高程模型（DEM）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model {0} cannot be averaged with this training, because it is another network or reads other bands: take it out of average_with.</source>
        <translation>模型 {0} 无法与此次训练取平均，因为其网络不同或读取的波段不同：请将其从 average_with 中移除。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model {0} cannot be averaged with this training, because it normalises its input otherwise: give the training its mean and std, or take it out of average_with.</source>
        <translation>模型 {0} 无法与此次训练取平均，因为其输入的归一化方式不同：请为训练给出相同的 mean 和 std，或将其从 average_with 中移除。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model {0} is a {1} and cannot become a {2}: leave the architecture out, or start from another model.</source>
        <translation>模型 {0} 是 {1}，无法变成 {2}：请不写 architecture，或从其他模型开始。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model {0} reads the image alone: the elevation model {1} is not used.</source>
        <translation>模型 {0} 只读取影像：不使用高程模型 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model {0} reads {1} and this training {2}: its first convolution was adapted (bands of the same name copied, terrain begins without weight, others as the mean).</source>
        <translation>模型 {0} 读取{1}，而此次训练读取{2}：已改造其第一个卷积层（同名波段沿用原权重，地形从零权重开始，其他波段取平均值）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The network has no layer &apos;{0}&apos; to explain: give the path of a module, such as {1}.</source>
        <translation>网络没有可供解释的层“{0}”：请给出模块的路径，例如 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The network&apos;s layer &apos;{0}&apos; gives no maps to explain: choose another.</source>
        <translation>网络的层“{0}”没有可供解释的特征图，请选择其他层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The number of the draw cannot be negative ({0}).</source>
        <translation>抽取的编号不能为负数（{0}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The output must be a file that ends with {0}, not &apos;{1}&apos;.</source>
        <translation>输出必须是以 {0} 结尾的文件，而不是“{1}”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The output {0} is a folder: give the model a file to go to.</source>
        <translation>输出 {0} 是文件夹：请为模型给出文件名。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The overlap must lie between 0 and 0.75, not {0}.</source>
        <translation>重叠比例必须在 0 到 0.75 之间，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The overlap must lie between 0 and 0.9, not {0}.</source>
        <translation>重叠比例必须在 0 到 0.9 之间，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The overlay in {0} takes its image from the web ({1}): save it in Google Earth as KMZ, which puts the image into the file.</source>
        <translation>{0} 中的叠加层从网络（{1}）获取图像：请在 Google Earth 中将其保存为 KMZ，这样图像会存入文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The overlay is pulled out of shape (its four corners are no parallelogram): save its image and place it with QGIS&apos;s Georeferencer.</source>
        <translation>叠加层有变形（四个角不构成平行四边形）：请保存其图像，并用 QGIS 的地理配准工具定位。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The overlay&apos;s image {0} cannot be read ({1}).</source>
        <translation>无法读取叠加层的图像 {0}（{1}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The parameters are incomplete: {0}.</source>
        <translation>参数不完整：{0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The parameters must be a JSON object.</source>
        <translation>参数必须是 JSON 对象。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The path of the engine&apos;s folder {0} has {1} characters and Windows takes at most {2} for it: switch on long paths in Windows (LongPathsEnabled), or use an existing Python.</source>
        <translation>引擎文件夹的路径 {0} 有 {1} 个字符，而 Windows 最多允许 {2} 个：请在 Windows 中启用长路径（LongPathsEnabled），或使用现有的 Python。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The per_epoch of what is learned from must be at least 1, not {0}: correct it.</source>
        <translation>学习数据的 per_epoch 至少为 1，而不是 {0}：请更正。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The picture cannot be written to {0} ({1}).</source>
        <translation>无法将图片写入 {0}（{1}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The pixel size must be positive, not {0}.</source>
        <translation>像素大小必须为正数，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The point lies outside the image: choose a point on the image.</source>
        <translation>该点在影像之外，请选择影像上的点。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The point lies under the mask, where nothing is looked at: choose another.</source>
        <translation>该点在掩膜之下，那里不进行分析：请选择其他点。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The request names no method.</source>
        <translation>请求没有指明方法。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The results cannot be written to {0} ({1}): choose another folder.</source>
        <translation>无法将结果写入 {0}（{1}）：请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The results cannot be written to {0}: the folder is read-only or a file in it is open elsewhere; choose another folder or close the file.</source>
        <translation>无法将结果写入 {0}：文件夹为只读，或其中的文件已在别处打开；请选择其他文件夹或关闭该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The results could not be put in place and the earlier ones not back: these are in {0}; move them to where they were when nothing has them open any more.</source>
        <translation>无法将结果放到应有的位置，先前的结果也无法恢复：先前的结果在 {0} 中；等没有程序再使用它们时，请移回原处。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The results need about {0} MB and the disk of {1} has {2} MB free: choose another folder or make room.</source>
        <translation>结果约需 {0} MB，而 {1} 所在磁盘剩余 {2} MB：请选择其他文件夹或腾出空间。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The results of all images are in {0}, but the table {1} of them could not be written ({2}): what it would tell is in the run records (_run.json) beside the results.</source>
        <translation>所有影像的结果都在 {0} 中，但无法写入其汇总表 {1}（{2}）：表中的内容可在结果旁的运行记录（_run.json）中找到。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The results would lie among the images of {0}, or around them: give another output folder.</source>
        <translation>结果会放在 {0} 的影像之中或其外层：请给出其他输出文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The results would replace {0}, which is not known to come from an earlier detection (no {1} tells of it): choose another folder, or move the file away.</source>
        <translation>结果会覆盖 {0}，而无法确定它来自先前的检测（没有 {1} 说明）：请选择其他文件夹，或将该文件移走。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The results would replace {0}, which this run reads: choose another place.</source>
        <translation>结果会覆盖本次运行要读取的 {0}：请选择其他位置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The scale of a stage goes from a number above 0 to one that is not smaller, not from {0} to {1}: correct the stages.</source>
        <translation>阶段的 scale 应从一个大于 0 的数到一个不小于它的数，而不是从 {0} 到 {1}：请更正 stages。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The smallest area cannot be negative ({0}).</source>
        <translation>最小面积不能为负数（{0}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The smallest landslide has at least one pixel, not {0}.</source>
        <translation>最小滑坡至少为一个像素，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The state of the training could not be saved ({0}); {1}.</source>
        <translation>无法保存训练状态（{0}）；{1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The table {0} cannot be written ({1}): choose another folder, or close the table elsewhere.</source>
        <translation>无法写入汇总表 {0}（{1}）：请选择其他文件夹，或在别处关闭该表。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The table {0} cannot be written now ({1}): it is tried again after the next image.</source>
        <translation>现在无法写入汇总表 {0}（{1}）：处理完下一幅影像后会再次尝试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The teacher {0} reads {1} and this training {2}: name a teacher that reads the same.</source>
        <translation>教师模型 {0} 读取{1}，而此次训练读取{2}：请指定读取内容相同的教师模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The threshold must lie between 0 and 1, not {0}.</source>
        <translation>阈值必须在 0 到 1 之间，而不是 {0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The tiles do not say where they lie, so that no validation area can lie on them: hold back a share of them by lot instead.</source>
        <translation>切片没有说明所在位置，因此无法在其上划定验证区：请改为随机保留其中一部分。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The training cannot be written to {0} ({1}): choose another folder.</source>
        <translation>无法将训练写入 {0}（{1}）：请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The training configuration has unknown keys: {0}.</source>
        <translation>训练配置中有未知的键：{0}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The training configuration names nothing to learn from: add [[fit]], [[maps]] or [scenes].</source>
        <translation>训练配置没有指明学习内容：请添加 [[fit]]、[[maps]] 或 [scenes]。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The training configuration says nothing of {0}: complete it.</source>
        <translation>训练配置缺少 {0}：请补全。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The training configuration {0} cannot be read ({1}): check the path.</source>
        <translation>无法读取训练配置 {0}（{1}），请检查路径。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The training has no {0}: give the model a name and a file to go to.</source>
        <translation>训练没有 {0}：请给出模型名称及其文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The validation data holds {0} landslide(s): its figures are not reliable; label more, or hold back a larger share.</source>
        <translation>验证数据中只有 {0} 个滑坡，指标不可靠：请增加标注，或增大保留比例。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The weights in {0} are not those of the network that its card names ({1}): get the file again.</source>
        <translation>{0} 中的权重不属于模型卡所写的网络（{1}），请重新获取该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The weights of a sum of losses must be positive: leave out what is not to count.</source>
        <translation>各损失之和的权重必须为正数：不参与计算的请不要写。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The weights of the model {0} do not fit the network of the configuration: leave its arguments and bands out, name as fresh what differs, or start from another model.</source>
        <translation>模型 {0} 的权重与配置的网络不符：请不写 arguments 和 bands，将不同之处写入 fresh，或从其他模型开始。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The weights {0} do not fit the encoder: choose others.</source>
        <translation>权重 {0} 与编码器不符，请选择其他权重。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The windows are a GeoPackage: give a file that ends with .gpkg, not &apos;{0}&apos;.</source>
        <translation>窗口保存为 GeoPackage：请给出以 .gpkg 结尾的文件，而不是“{0}”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The zoom of a folder of tiles must be above 0: correct the configuration.</source>
        <translation>切片文件夹的 zoom 必须大于 0：请更正配置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The {0} cannot be negative ({1}): correct the configuration.</source>
        <translation>{0} 不能为负数（{1}）：请更正配置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The {0} is a share, 0 to 1, not {1}: correct it.</source>
        <translation>{0} 是 0 到 1 的比例，而不是 {1}：请更正。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The {0} must be at least 0 and below 1, not {1}: correct it.</source>
        <translation>{0} 至少为 0 且小于 1，而不是 {1}：请更正。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The {0} must be at least 1, not {1}: correct the configuration.</source>
        <translation>{0} 至少为 1，而不是 {1}：请更正配置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There are no tiles with masks in {0}: choose a folder that holds the folders &apos;images&apos; and &apos;masks&apos;, with files of the same names (PNG, JPG or TIF).</source>
        <translation>{0} 中没有带掩膜的切片：请选择包含 images 和 masks 两个文件夹的文件夹，其中的文件应同名（PNG、JPG 或 TIF）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is a folder {0} already: choose another folder for the chips.</source>
        <translation>已有文件夹 {0}：请为样本块选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no augmentation named {0}; known are {1}.</source>
        <translation>没有名为 {0} 的数据增强；已知的有 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no data at the point, of the image or of the terrain that the model reads: choose another.</source>
        <translation>该点没有影像数据或模型所读取的地形数据：请选择其他点。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no data where the image was looked at: choose another area, or another image.</source>
        <translation>所分析的影像范围内没有数据：请选择其他区域或其他影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no device &apos;{0}&apos; here ({1}); choose one of {2}.</source>
        <translation>此处没有设备“{0}”（{1}）：请从 {2} 中选择。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no elevation raster for {0} in {1}: add it or leave the tile out.</source>
        <translation>{1} 中没有 {0} 的高程栅格：请添加，或去掉该切片。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no file {0}: check the path of the labels.</source>
        <translation>没有文件 {0}，请检查标注的路径。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no file {0}: check the path of the truth.</source>
        <translation>没有文件 {0}，请检查真值的路径。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no file {0}: check the path.</source>
        <translation>没有文件 {0}，请检查路径。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no folder {0}: check the path.</source>
        <translation>没有文件夹 {0}，请检查路径。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no folder {0}: correct masks or dems in the configuration.</source>
        <translation>没有文件夹 {0}：请更正配置中的 masks 或 dems。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no folder {0}: set LANDSLIDE_MAPPER_DATA to the folder of the training data.</source>
        <translation>没有文件夹 {0}：请将 LANDSLIDE_MAPPER_DATA 设为训练数据所在的文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no loss named &apos;{0}&apos;; known are {1} and their sums.</source>
        <translation>没有名为“{0}”的损失；已知的有 {1} 及其组合。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no mask {0}: check the path.</source>
        <translation>没有掩膜 {0}，请检查路径。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no model file {0}: choose another model.</source>
        <translation>没有模型文件 {0}，请选择其他模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no model named &apos;{0}&apos;; installed are: {1}.</source>
        <translation>没有名为“{0}”的模型；已安装的有：{1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no optimiser named &apos;{0}&apos;; known are {1}.</source>
        <translation>没有名为“{0}”的优化器；已知的有 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no parameter named {0}; known are {1}.</source>
        <translation>没有名为 {0} 的参数；已知的有 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no precision named &apos;{0}&apos;; known are auto, fp32 and bf16.</source>
        <translation>没有名为“{0}”的运算精度；已知的有 auto、fp32 和 bf16。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no preset named &apos;{0}&apos;; known are {1}.</source>
        <translation>没有名为“{0}”的预设；已知的有 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no schedule named &apos;{0}&apos;; known are {1}.</source>
        <translation>没有名为“{0}”的学习率计划；已知的有 {1}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is no training configuration {0}: check the path.</source>
        <translation>没有训练配置 {0}，请检查路径。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is nothing to compare: no ground with data has a known truth.</source>
        <translation>没有可比较的内容：有数据的地面都没有已知的真值。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is nothing to learn from: add an image with labels.</source>
        <translation>没有可供学习的内容：请添加带标注的影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>There is nothing to resume: {0} does not exist; train without --resume.</source>
        <translation>没有可继续的训练：{0} 不存在；请在不用 --resume 的情况下训练。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>This network averages over whole crops and cannot learn from one alone: choose a batch_size of 2 or more, and a micro_batch that leaves no single crop over.</source>
        <translation>该网络要在整个裁块上取平均，无法只从一个裁块学习：请将 batch_size 设为 2 或更大，并使 micro_batch 不会剩下单独一个裁块。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>This network has no encoder that could be frozen: set freeze_encoder_epochs to 0.</source>
        <translation>该网络没有可冻结的编码器：请将 freeze_encoder_epochs 设为 0。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Tile {0} of {1}</source>
        <translation>第 {0} 块，共 {1} 块</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Training does not run in fp16: choose fp32 or bf16.</source>
        <translation>训练不能使用 fp16：请选择 fp32 或 bf16。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Trying a few steps</source>
        <translation>正在试运行几步</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Trying the validation</source>
        <translation>正在试运行验证</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Values of a mask were given without the mask: name its file, or leave the values out.</source>
        <translation>给出了掩膜取值却没有掩膜：请指明其文件，或不填取值。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Waiting for another job to end</source>
        <translation>正在等待另一个任务结束</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>What was looked at is dark. If landslides were missed, or too much was called landslide, stretch the image: Stretch dark imagery under Bands, or --stretch.</source>
        <translation>所分析的影像偏暗。如果漏掉了滑坡，或过多地判定为滑坡，请拉伸影像：在“波段”中选择“拉伸偏暗影像”，或使用 --stretch。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Window {0} of {1}</source>
        <translation>第 {0} 个窗口，共 {1} 个</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>With these arguments the network has layers without weights: correct arguments.</source>
        <translation>使用这些参数时网络中有没有权重的层：请更正 arguments。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Writing chips</source>
        <translation>正在写入样本块</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>a masked pixel lies in one of the mask&apos;s polygons</source>
        <translation>掩膜多边形中有被遮盖的像素</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>a scale of {0} is no fraction such as 4/5, above 0, at most 1, in eighths at the finest</source>
        <translation>scale {0} 不是 4/5 之类的分数（大于 0、不超过 1，最细为八分之一）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>a smoothing of {0} pixels is not above 0</source>
        <translation>{0} 像素的平滑不大于 0</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>a table</source>
        <translation>表</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>a table of {0}</source>
        <translation>{0}的表</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>a text, a number, or a list or table of them</source>
        <translation>文本、数字，或由它们组成的列表或表</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>above 0 and at most 1</source>
        <translation>大于 0 且不超过 1</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>an output stride of {0} is not 1, or 2 or 4 of a unet</source>
        <translation>output_stride {0} 不是 1，或 unet 的 2 或 4</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>batch_norm must be one of {0}, not &apos;{1}&apos;.</source>
        <translation>batch_norm 必须是 {0} 之一，而不是“{1}”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>chosen in the settings</source>
        <translation>在设置中选择</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>do not lie on the image and are left out</source>
        <translation>不在影像上，已略去</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>encoder_weights are for networks named smp:...:tu-... only: leave them out, or choose such a network.</source>
        <translation>encoder_weights 只用于名为 smp:...:tu-... 的网络：请不写，或选择这类网络。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>exit code {0}</source>
        <translation>退出代码 {0}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>ground without them</source>
        <translation>非滑坡地面</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>has no layer &apos;{0}&apos;</source>
        <translation>没有图层“{0}”</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>have no area and are left out</source>
        <translation>没有面积，已略去</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>have no place in the image&apos;s coordinate reference system and are left out</source>
        <translation>无法转换到影像的坐标参考系中，已略去</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>holds several layers</source>
        <translation>含有多个图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>it does not say where</source>
        <translation>没有说明位置</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>it has no name</source>
        <translation>没有名称</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>it names no bands</source>
        <translation>没有写明波段</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>it was not found among the devices of this machine</source>
        <translation>本机的设备中没有它</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>it was written to {0} instead, move it from there before the system clears that folder</source>
        <translation>已改为写入 {0}，请在系统清理该文件夹之前将其移走</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its calibration is impossible</source>
        <translation>校准值不合理</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its ground sample distances (gsd_m) are not two lengths above 0, the finest first</source>
        <translation>地面采样距离（gsd_m）不是两个大于 0 的长度（最精细的在前）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its metrics are not all numbers</source>
        <translation>指标不全是数字</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its metrics are not figures by validation source</source>
        <translation>指标不是按验证来源列出的数值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its normalisation divides by zero</source>
        <translation>归一化时除以零</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its normalisation does not fit its bands</source>
        <translation>归一化与波段不符</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its threshold is not between 0 and 1</source>
        <translation>阈值不在 0 到 1 之间</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its tile size (tile_size) is no whole number of at least {0}</source>
        <translation>分块大小（tile_size）不是至少为 {0} 的整数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its training could not be saved either and is lost; make room and train again</source>
        <translation>训练状态也无法保存，已经丢失：请腾出空间后重新训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its {0} is no text</source>
        <translation>{0} 不是文本</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>make room</source>
        <translation>请腾出空间</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>make room or correct the configuration&apos;s output, then resume the training</source>
        <translation>请腾出空间或更正配置中的 output，然后继续训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>make room, or remove the present engine first</source>
        <translation>请腾出空间，或先删除现有的引擎</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>more than 1 value per channel</source>
        <translation>每个通道多于 1 个值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>named by {0}</source>
        <translation>由 {0} 指定</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>no reason was given</source>
        <translation>未给出原因</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>not negative</source>
        <translation>不是负数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>of them</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>of this checkout</source>
        <translation>属于此源代码目录</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>pip cannot use a SOCKS proxy: give an HTTP proxy in QGIS&apos;s settings, or a folder of wheels.</source>
        <translation>pip 无法使用 SOCKS 代理：请在 QGIS 设置中给出 HTTP 代理，或给出 wheel 文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>probability of landslide</source>
        <translation>滑坡概率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>segmentation-models-pytorch cannot build &apos;{0}&apos; with the encoder &apos;{1}&apos;: {2}</source>
        <translation>segmentation-models-pytorch 无法用编码器“{1}”构建“{0}”：{2}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>the certificate of the package index, or of a proxy before it, is not trusted, so name your organisation&apos;s CA file in the variable PIP_CERT or in pip.ini (cert=), or give a folder of wheels</source>
        <translation>软件包索引或其前方代理的证书不受信任：请在变量 PIP_CERT 或 pip.ini（cert=）中指明贵单位的 CA 文件，或给出 wheel 文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>the download broke off: try again, what was fetched completely is kept</source>
        <translation>下载中断：请重试，已完整下载的部分会保留</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>the folder holds no wheel of {0} for Python {1} on this system, add it</source>
        <translation>该文件夹中没有适用于本系统 Python {1} 的 {0} 的 wheel 文件，请添加</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>the installed torch is the CPU build</source>
        <translation>所安装的 torch 为 CPU 版本</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>the one saved before is still there</source>
        <translation>先前保存的仍然保留</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>the package index cannot be reached, so check the internet connection and the proxy settings</source>
        <translation>无法访问软件包索引：请检查网络连接和代理设置</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>there is none to go on from: make room</source>
        <translation>没有可供继续训练的状态：请腾出空间</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>timm cannot build the encoder &apos;{0}&apos;: {1}</source>
        <translation>timm 无法构建编码器“{0}”：{1}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>torch found no usable graphics card or driver</source>
        <translation>torch 没有找到可用的显卡或驱动程序</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>up to {0} GB</source>
        <translation>最多 {0} GB</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>virtual environment</source>
        <translation>虚拟环境</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>were invalid and have been mended</source>
        <translation>原本无效，已修复</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} ({1} landslides, {2} km2 labelled)</source>
        <translation>{0}（{1} 个滑坡，已标注 {2} km2）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} and the engine needs Python {1}: install Python 3.12 and try again.</source>
        <translation>{0}，而引擎需要 Python {1}：请安装 Python 3.12 后重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} are measured in metres and the image has no usable coordinate reference system: assign one, or choose a model that reads no more than elevation.</source>
        <translation>{0} 以米为单位，而影像没有可用的坐标参考系（CRS）：请为其指定，或选择最多只读取高程的模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} cannot be laid over the image, it is damaged or was taken away: check the file ({1}).</source>
        <translation>无法将 {0} 套合到影像上，它已损坏或被移走：请检查该文件（{1}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} cannot be opened as a KMZ: check the file ({1}).</source>
        <translation>无法将 {0} 作为 KMZ 打开：请检查该文件（{1}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} cannot be opened as an image ({1}): check the file.</source>
        <translation>无法将 {0} 作为影像打开（{1}）：请检查该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} cannot be opened, it is locked or not readable: close it elsewhere.</source>
        <translation>无法打开 {0}，它被锁定或不可读取：请在别处关闭它。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} cannot be read any more, it is damaged or was taken away: check the file ({1}).</source>
        <translation>无法继续读取 {0}，它已损坏或被移走：请检查该文件（{1}）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} cannot be read as polygons ({1}): check the file.</source>
        <translation>无法将 {0} 作为多边形读取（{1}）：请检查该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} cannot be used: {1}</source>
        <translation>{0} 无法使用：{1}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} carries no Landslide Mapper card: it is a model of another program.</source>
        <translation>{0} 没有 Landslide Mapper 模型卡，它是其他程序的模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} for 32 bits and the engine needs 64: install the 64-bit Python 3.12 and try again.</source>
        <translation>{0}，为 32 位，而引擎需要 64 位：请安装 64 位的 Python 3.12 后重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} for Intel Macs, for which PyTorch is no longer made: on a Mac with Apple silicon install Homebrew&apos;s Python 3.12 and try again; on an Intel Mac the engine cannot be set up.</source>
        <translation>{0}，用于 Intel Mac，PyTorch 已不再支持：在 Apple 芯片的 Mac 上请安装 Homebrew 的 Python 3.12 后重试；在 Intel Mac 上无法安装引擎。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} has no coordinate reference system and the other has one: assign it.</source>
        <translation>{0}没有坐标参考系，而另一个有：请为其指定。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} has no coordinate reference system: the image&apos;s is taken.</source>
        <translation>{0} 没有坐标参考系：采用影像的坐标参考系。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} has not enough free memory for this model: close other programs, or choose a smaller model.</source>
        <translation>{0} 的空闲内存不足以运行该模型：请关闭其他程序，或选择更小的模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} has {1} bands and an elevation model has one: choose another.</source>
        <translation>{0} 有 {1} 个波段，而高程模型只有一个：请选择其他文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds an interrupted training: go on with --resume, or remove the file.</source>
        <translation>{0} 中有中断的训练：请用 --resume 继续，或移除该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds no KML document: check the file.</source>
        <translation>{0} 中没有 KML 文档，请检查该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds no data (only nodata was found): choose another image.</source>
        <translation>{0} 没有数据（只有无数据值），请选择其他影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds no ground overlay: in Google Earth, save the overlay itself as KMZ, or save the image.</source>
        <translation>{0} 中没有地面叠加层：请在 Google Earth 中将叠加层本身保存为 KMZ，或保存图像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds several images and none by itself: choose one of its sub-datasets.</source>
        <translation>{0} 含有多幅影像而自身不是影像：请选择其中一个子数据集。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds several overlays and some of them are rotated: save each as a KMZ of its own.</source>
        <translation>{0} 含有多个叠加层，其中有些经过旋转：请将每个叠加层单独保存为 KMZ。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds something else than windows of an earlier search: give another file.</source>
        <translation>{0} 中不是先前查找得到的窗口：请给出其他文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds the class &apos;{1}&apos;: use one of {2}.</source>
        <translation>{0} 含有类别“{1}”：请使用 {2} 之一。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds weights that are not numbers: get the file again.</source>
        <translation>{0} 中的权重不是有效数值，请重新获取该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} holds {1} weights but its card says {2}: it was altered, get it again.</source>
        <translation>{0} 含有 {1} 个权重，而其模型卡写的是 {2} 个：文件被改动过，请重新获取。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is Python {1}.{2}</source>
        <translation>{0} 是 Python {1}.{2}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is a file and cannot take the results: choose a folder.</source>
        <translation>{0} 是文件，无法存放结果：请选择文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is a table of something else and would be replaced: choose another folder.</source>
        <translation>{0} 是其他内容的表，会被覆盖：请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is incomplete: its weights end early; get the file again.</source>
        <translation>{0} 不完整，其权重提前结束：请重新获取该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is neither a mask raster nor a polygon layer: give one of them.</source>
        <translation>{0} 既不是掩膜栅格也不是多边形图层：请给出其中之一。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is no KML that can be read ({1}): save it anew.</source>
        <translation>{0} 不是可读取的 KML（{1}）：请重新保存。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is no heat map of an earlier explanation: give another file.</source>
        <translation>{0} 不是先前解释得到的热力图：请给出其他文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is no model file (.safetensors), or is cut short: get it again.</source>
        <translation>{0} 不是模型文件（.safetensors），或不完整：请重新获取。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is not a TOML file ({1}): correct it.</source>
        <translation>{0} 不是 TOML 文件（{1}）：请更正。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is not a model file (.safetensors): choose another.</source>
        <translation>{0} 不是模型文件（.safetensors），请选择其他文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is not complete, its disk may not take files of this size</source>
        <translation>{0} 不完整，其磁盘可能不支持这么大的文件</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is open in QGIS or another program: close it there, or choose another folder.</source>
        <translation>{0} 已在 QGIS 或其他程序中打开：请将其关闭，或选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} is, by way of its base, its own base: correct the configuration.</source>
        <translation>{0} 经由其 base 又以自身为 base：请更正配置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} m image, model works at {1} to {2} m: reading at {3} m.</source>
        <translation>影像为 {0} 米，模型适用于 {1} 至 {2} 米：按 {3} 米读取。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} must be one of {1}, not &apos;{2}&apos;.</source>
        <translation>{0}必须是 {1} 之一，而不是“{2}”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} must be {1}, not {2}: correct the configuration.</source>
        <translation>{0} 必须是{1}，而不是 {2}：请更正配置。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} of the four stages cannot be kept, only 2, 3 or 4</source>
        <translation>四个阶段中不能保留 {0} 个，只能为 2、3 或 4</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} of {1} images of {2} have no mask and count as free of landslides.</source>
        <translation>{2} 的 {1} 幅影像中有 {0} 幅没有掩膜，视为没有滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} tile(s) on ground of an image that is held back for validation are not learned from.</source>
        <translation>有 {0} 个切片位于某幅影像保留用于验证的地面上，不参与学习。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} tile(s) that overlap with those held back for validation are not learned from: export tiles without overlap to use them all.</source>
        <translation>有 {0} 个切片与保留用于验证的切片重叠，不参与学习：若要全部使用，请导出无重叠的切片。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} validation tiles are among the training tiles too: the figures will be too good.</source>
        <translation>有 {0} 个验证切片也在训练切片之中，指标会偏高。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} was made by a newer version of the plugin: update the plugin to use it.</source>
        <translation>{0} 由更新版本的插件生成：请更新插件后使用。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} was written by an earlier version of the plugin, which did not note the labels that were learned from: discard it and begin anew, on the command line without --resume.</source>
        <translation>{0} 由较早版本的插件写入，未记录学习所用的标注：请放弃它并重新开始；在命令行中不要使用 --resume。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} without the parts that make environments: install them (Debian and Ubuntu: &apos;sudo apt install python3-venv&apos;) and try again.</source>
        <translation>{0}，缺少创建环境所需的部分：请安装（Debian 和 Ubuntu：“sudo apt install python3-venv”）后重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} without {1}: install a complete Python 3.12 and try again.</source>
        <translation>{0}，缺少 {1}：请安装完整的 Python 3.12 后重试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0} {1}: name one of {2}.</source>
        <translation>{0} {1}：请指明 {2} 之一。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0}, as chosen.</source>
        <translation>{0}，按所选。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0}, the fastest device here.</source>
        <translation>{0}，为本机最快的设备。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0}: No fully labelled area of {1} lies on the image: none of it counts.</source>
        <translation>{0}：{1} 的完整标注区都不在影像上，均不计入。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0}: a model reads at least one band of the image, name it first.</source>
        <translation>{0}：模型至少要读取影像的一个波段，请先写明。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0}: name the image&apos;s bands first, then those of the terrain, each of these once.</source>
        <translation>{0}：请先写影像的波段，再写地形的波段，每个只写一次。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0}: {1} (the log tells more)</source>
        <translation>{0}：{1}（详见日志）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0}; nothing worth keeping was learned before.</source>
        <translation>{0}；此前没有学到值得保留的内容。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>{0}; the best epoch so far is kept.</source>
        <translation>{0}；保留到目前为止最好的一轮。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The folder {0} and its subfolders hold no images ({1}): choose another.</source>
        <translation>文件夹 {0} 及其子文件夹中没有影像（{1}），请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>, which the system sends when memory runs out; close other programs</source>
        <translation>，系统在内存耗尽时会发送该信号；请关闭其他程序</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The engine stopped unexpectedly during &apos;{0}&apos; ({1}): try again; its log is {2}.</source>
        <translation>引擎在执行“{0}”时意外停止（{1}）：请重试；其日志为 {2}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Reading tile {0} of {1}</source>
        <translation>正在读取第 {0} 个图块，共 {1} 个</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The validation data holds nothing but landslides, so its figures do not count false alarms and are not reliable: draw areas that are fully labelled, or ground that is not a landslide.</source>
        <translation>验证数据中只有滑坡，其指标无法计入误报，因此不可靠：请绘制完整标注的区域，或标注非滑坡的地面。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>two numbers that are not negative, and not both 0</source>
        <translation>两个非负且不同时为 0 的数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The network cannot look at {0} x {1} pixels ({2}): choose an encoder for images of any size.</source>
        <translation>网络不能处理 {0} x {1} 像素的图像（{2}）：请选用适合任意尺寸图像的编码器。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The network {0} cannot look at a tile of {1} x {2} pixels, as a detection has to ({3}): choose another.</source>
        <translation>网络 {0} 不能处理检测时必须处理的 {1} x {2} 像素图块（{3}）：请选用其他网络。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its arguments are no table</source>
        <translation>其 arguments 不是表</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its local is neither true nor false</source>
        <translation>其 local 既不是 true 也不是 false</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>its normalisation (mean, std) holds a value that is no number</source>
        <translation>归一化（mean、std）中有不是数的值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Nothing can be written to {0} ({1}): the model and the state of its training have to be; give another output, or move the configuration to a folder of your own.</source>
        <translation>无法写入 {0}（{1}）：模型及其训练状态需要写入该处；请另选 output，或将配置移到您自己的文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Epoch {0} of {1}: measuring the model</source>
        <translation>第 {0} 轮，共 {1} 轮：正在评估模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Measuring the model</source>
        <translation>正在评估模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>Measuring the model that it started from</source>
        <translation>正在评估作为起点的模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The bands name {0} more than once: name each band once.</source>
        <translation>波段中多次列出了 {0}：每个波段只列一次。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The image has {0} m per pixel and shows nothing more at {1} m: ask for a ground sample distance of at least {2} m.</source>
        <translation>影像为每像素 {0} 米，按 {1} 米读取也看不出更多内容：请指定不小于 {2} 米的地面采样距离。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The layer &apos;{0}&apos; is named as {1}_layer and no file as {2}: name its file too.</source>
        <translation>{1}_layer 指定了图层“{0}”，却没有用 {2} 指定文件：请同时指定其文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The model reads no terrain, so the elevation model of {0} is not used: name elevation or slope among the bands, or leave it out.</source>
        <translation>该模型不读取地形，因此不使用 {0} 的高程模型：请在波段中加上 elevation 或 slope，或不指定高程模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The name &apos;{0}&apos; cannot be a model&apos;s: choose one that could be a file&apos;s, without folders.</source>
        <translation>“{0}”不能作为模型名称：请选用可作文件名、不含文件夹的名称。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/translation/engine_sentences.py" line="5"/>
        <source>The parts named as fresh are those that do not take the weights of start_from: name that model, or leave fresh out.</source>
        <translation>fresh 列出的是不沿用 start_from 权重的部分：请指定该模型，或不填 fresh。</translation>
    </message>
</context>
<context>
    <name>EngineAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="161"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="166"/>
        <source>Model file instead of an installed model</source>
        <translation>模型文件（代替已安装的模型）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="204"/>
        <source>Bands, in the order that the model reads</source>
        <translation>波段（按模型读取顺序）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="211"/>
        <source>Pixel size to work at, metres</source>
        <translation>处理采用的像素大小（米）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="235"/>
        <source>Probability from which a pixel is landslide</source>
        <translation>像素判定为滑坡的概率阈值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="231"/>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="251"/>
        <source>Arithmetic</source>
        <translation>数值精度</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="252"/>
        <source>Average over turned and mirrored images</source>
        <translation>对旋转和镜像影像的结果取平均</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="186"/>
        <source>Extent to look at</source>
        <translation>检测范围</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="189"/>
        <source>Polygons to look at</source>
        <translation>检测区多边形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/inputs.py" line="112"/>
        <source>&apos;{name}&apos; has no polygons to look at: select some, or leave it empty for the whole image.</source>
        <translation>“{name}”中没有可用的检测区多边形，请选择多边形，或留空以处理整幅影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="221"/>
        <source>Elevation model</source>
        <translation>高程模型（DEM）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="313"/>
        <source>Bands are numbers such as 3, 2, 1.</source>
        <translation>波段应为编号，例如 3, 2, 1。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="319"/>
        <source>Mask of clouds and other ground to leave out</source>
        <translation>云层及其他不参与检测地面的掩膜</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="327"/>
        <source>Values of the mask raster that mean masked (empty: all but 0)</source>
        <translation>掩膜栅格中表示掩膜的取值（留空：除 0 以外的所有值）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="343"/>
        <source>The mask {name} cannot be opened: check the file.</source>
        <translation>无法打开掩膜 {name}，请检查该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="224"/>
        <source>Stretch dark imagery between its 2nd and 98th percentile</source>
        <translation>将偏暗影像按第 2 至第 98 百分位拉伸</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/inputs.py" line="79"/>
        <source>The layer &apos;{name}&apos; has edits that are not saved yet: save them first.</source>
        <translation>图层“{name}”有尚未保存的编辑，请先保存。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="101"/>
        <source>The engine was closed during the run: run it again.</source>
        <translation>运行期间引擎被关闭：请重新运行。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/inputs.py" line="49"/>
        <source>{name} is neither a list nor a text of numbers such as 3, 2, 1: {given}.</source>
        <translation>{name} 既不是列表，也不是 3, 2, 1 这样的数字文本：{given}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="135"/>
        <source>{file} holds &apos;{name}&apos;, which this run reads: choose another file.</source>
        <translation>{file} 含有本次运行要读取的“{name}”：请选择其他文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/algorithm.py" line="179"/>
        <source>There is no model &apos;{name}&apos; here: choose one of {names}, or give its file.</source>
        <translation>这里没有模型“{name}”：请选择 {names} 之一，或指定模型文件。</translation>
    </message>
</context>
<context>
    <name>EngineSetupDialog</name>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="78"/>
        <source>Checking {python} …</source>
        <translation>正在检查 {python} …</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="96"/>
        <source>Making the engine. This takes several minutes; QGIS can be used meanwhile.</source>
        <translation>正在安装引擎，需要几分钟时间，期间可继续使用 QGIS。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="104"/>
        <source>Starting the engine …</source>
        <translation>正在启动引擎…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="111"/>
        <source>Delete the engine in {folder}? It can be set up again at any time.</source>
        <translation>是否删除 {folder} 中的引擎？之后可随时重新安装。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="117"/>
        <source>Removing the engine …</source>
        <translation>正在删除引擎…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="122"/>
        <source>Cancelling …</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="130"/>
        <source>none: download</source>
        <translation>未指定：联网下载</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="132"/>
        <source>Python that has the engine&apos;s packages</source>
        <translation>选择已装有引擎所需软件包的 Python</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="169"/>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="188"/>
        <source>The engine is ready. It runs on {reason} Python {python}, torch {torch}.</source>
        <translation>引擎已就绪。运行设备：{reason} Python {python}，torch {torch}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="199"/>
        <source>About {download} GB to download and {space} GB on the disk; on Linux, where the packages support NVIDIA graphics cards, up to {most} GB. {free} GB are free.</source>
        <translation>约需下载 {download} GB，占用磁盘 {space} GB；在 Linux 上，由于软件包支持 NVIDIA 显卡，最多占用 {most} GB。磁盘剩余 {free} GB。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="215"/>
        <source>none in QGIS&apos;s settings</source>
        <translation>QGIS 设置中未指定</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="232"/>
        <source>&amp;Set up again</source>
        <translation>重新安装(&amp;S)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="233"/>
        <source>&amp;Set up</source>
        <translation>安装(&amp;S)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="235"/>
        <source>&amp;Use this Python</source>
        <translation>使用此 Python(&amp;U)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="6"/>
        <source>Set up the landslide engine</source>
        <translation>设置滑坡检测引擎</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="10"/>
        <source>The neural networks run in a process of their own, the engine, with its own Python packages. QGIS and its Python stay as they are.</source>
        <translation>神经网络在独立的进程（即“引擎”）中运行，使用专用的 Python 软件包。QGIS 及其 Python 环境不受影响。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="38"/>
        <source>&amp;Managed by the plugin (recommended)</source>
        <translation>由插件管理（推荐）(&amp;M)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="52"/>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="64"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="86"/>
        <source>Network and offline installation</source>
        <translation>网络与离线安装</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="92"/>
        <source>Folder of &amp;wheels</source>
        <translation>wheel 文件夹(&amp;W)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="97"/>
        <source>Folder with the packages as .whl files: nothing is downloaded then</source>
        <translation>存放 .whl 软件包的文件夹；指定后不再联网下载</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="102"/>
        <source>Package &amp;index</source>
        <translation>软件包索引(&amp;I)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="108"/>
        <source>Address of your organisation&apos;s own mirror, if it has one</source>
        <translation>贵单位内部镜像源的地址（如有）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="109"/>
        <source>the public one</source>
        <translation>公共索引</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="114"/>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="125"/>
        <source>I &amp;agree that the packages are downloaded and installed into this folder</source>
        <translation>我同意下载软件包并安装到此文件夹(&amp;A)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="133"/>
        <source>&amp;Existing Python that has the packages</source>
        <translation>已装有所需软件包的现有 Python(&amp;E)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="146"/>
        <source>Inter&amp;preter</source>
        <translation>解释器(&amp;P)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="172"/>
        <source>Ca&amp;ncel</source>
        <translation>取消(&amp;N)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="185"/>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="197"/>
        <source>What the tools print</source>
        <translation>安装工具的输出信息</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="213"/>
        <source>&amp;Check</source>
        <translation>检查(&amp;C)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="214"/>
        <source>Start the engine and see what it runs on</source>
        <translation>启动引擎并查看其运行设备</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="220"/>
        <source>&amp;Remove…</source>
        <translation>删除(&amp;R)…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="221"/>
        <source>Delete the engine that the plugin has set up</source>
        <translation>删除由插件安装的引擎</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="239"/>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="156"/>
        <source>The engine is at work: wait until it is done, or cancel that, and try again.</source>
        <translation>引擎正在工作：请等它完成，或取消后再试。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="210"/>
        <source>Looking for a Python …</source>
        <translation>正在查找 Python…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.py" line="218"/>
        <source>Python {version} ({file})</source>
        <translation>Python {version}（{file}）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/engine_setup_dialog.ui" line="75"/>
        <source>Made with</source>
        <translation>所用 Python</translation>
    </message>
</context>
<context>
    <name>EvaluateAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="55"/>
        <source>Evaluate a landslide model</source>
        <translation>评估滑坡检测模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="59"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="67"/>
        <source>landslide,accuracy,validation,precision,recall,F1,IoU,ROC,metrics,ground truth</source>
        <translation>滑坡,精度评价,验证,精确率,召回率,F1,IoU,交并比,ROC,评价指标,真值,landslide</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="71"/>
        <source>Measures how well a model finds landslides that are known.</source>
        <translation>利用已知滑坡评价模型的检测精度。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="88"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="89"/>
        <source>Its landslides: mask or polygons</source>
        <translation>影像对应的滑坡：掩膜或多边形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="102"/>
        <source>Or: folder of image tiles</source>
        <translation>或：影像切片文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="105"/>
        <source>Folder of their masks</source>
        <translation>对应的掩膜文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="148"/>
        <source>IoU of landslides</source>
        <translation>滑坡 IoU</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="149"/>
        <source>Mean IoU</source>
        <translation>平均 IoU</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="150"/>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="151"/>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="152"/>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="153"/>
        <source>Accuracy</source>
        <translation>总体精度</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="154"/>
        <source>Area under the ROC curve</source>
        <translation>ROC 曲线下面积</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="155"/>
        <source>Images</source>
        <translation>影像数量</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="156"/>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="107"/>
        <source>Metres per pixel of images without georeference</source>
        <translation>无地理参考影像的每像素米数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="98"/>
        <source>Fully labelled areas</source>
        <translation>完整标注区</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="75"/>
        <source>Measures how well a model finds landslides that are known: precision, recall, F1, accuracy, IoU of the landslides, mean IoU and area under the ROC curve, over all valid pixels together.

Give either an image with its truth, a mask raster over the same ground (anything but 0 is landslide) or a layer of landslide polygons; or a folder of image tiles and a folder of masks with the same file names, where a missing mask means that all of the tile is background.

Fully labelled areas: where all landslides of the image are known only in part of it, polygons of that part; only it counts. Labels drawn on the Teach page bring theirs along.

Use images that the model was not trained on.</source>
        <translation>利用已知滑坡评价模型的检测精度：基于全部有效像素统一计算精确率、召回率、F1、总体精度、滑坡 IoU、平均 IoU 和 ROC 曲线下面积。

可输入一幅影像及其真值，真值为同一区域的掩膜栅格（非 0 值均为滑坡）或滑坡多边形图层；也可输入影像切片文件夹及文件名相同的掩膜文件夹，缺少掩膜的切片视为全部是背景。

完整标注区：若只有影像的一部分标出了全部滑坡，可输入该部分的多边形，仅统计其范围内的像素。在“训练”页绘制的标注会自动带上其完整标注区。

请使用未参与模型训练的影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/evaluate.py" line="141"/>
        <source>Remarks that are not shown here: {count}</source>
        <translation>此处未显示的提示：{count}</translation>
    </message>
</context>
<context>
    <name>ExplainAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="35"/>
        <source>Explain a landslide (heat map)</source>
        <translation>解释滑坡（热力图）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="39"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="47"/>
        <source>landslide,Grad-CAM,heat map,heatmap,explain,why,attention,saliency</source>
        <translation>滑坡,Grad-CAM,热力图,热图,解释,原因,注意力,显著性</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="51"/>
        <source>Shows which ground speaks for the landslide that a model sees at a place.</source>
        <translation>显示哪些地面支持模型在某一位置判定为滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="72"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="73"/>
        <source>Place on the image</source>
        <translation>影像上的位置</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="78"/>
        <source>Layer of the network</source>
        <translation>网络的层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="79"/>
        <source>Why (Grad-CAM)</source>
        <translation>判断依据（Grad-CAM）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="80"/>
        <source>Probability at the place</source>
        <translation>该位置的概率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/explain.py" line="55"/>
        <source>Shows which ground speaks for the landslide that a model sees at a place, as a heat map of one tile of the image around it (Grad-CAM).

What it says: where the network&apos;s deep features are strong that raise its answer for this landslide, or for the very place where it sees none. 1 is the strongest such spot of the tile, 0 is ground that does not speak for landslide.

What it does not say: it is no probability and no outline. Ground that looks alike to the network is hot wherever it lies in the tile, so other landslides are too. It is coarse, often one value for 16 or 32 pixels, and cannot be compared between two places, since each map has its own maximum. What speaks against landslide is not shown. Heat on roads, fields or shadows is a reason for doubt; heat on the landslide itself does not prove the model right.

Layer: the part of the network that is asked. Empty means its deepest one, which is right in most cases; the last ones only repeat the probability.</source>
        <translation>以热力图（Grad-CAM）显示哪些地面支持模型在某一位置判定为滑坡，范围为该位置周围的一个影像切片。

它说明什么：网络的深层特征在哪里较强，并且提高了对该滑坡的判断；若模型认为该位置没有滑坡，则针对该位置本身。1 表示切片内最强之处，0 表示不支持判定为滑坡的地面。

它不说明什么：它既不是概率，也不是边界。对网络而言相似的地面，无论位于切片何处都会呈现高值，因此其他滑坡也会如此。它较粗略，往往 16 或 32 个像素才有一个值；每幅图各有自己的最大值，因此不同位置之间不能比较。反对判定为滑坡的因素不显示。若道路、农田或阴影呈现高值，则值得怀疑；滑坡本身呈现高值也不能证明模型正确。

层：被询问的网络部分。留空表示最深层，多数情况下合适；最后几层只会重复概率。</translation>
    </message>
</context>
<context>
    <name>ExplainTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/explain_task.py" line="23"/>
        <source>Looking for what speaks for the landslide</source>
        <translation>正在查找支持滑坡判断的依据</translation>
    </message>
</context>
<context>
    <name>Explainer</name>
    <message>
        <location filename="../landslide_plugin/gui/detect/explainer.py" line="87"/>
        <source>Shown this place in the middle, the model gives it {percent} %: the heat map shows which ground speaks for this landslide.</source>
        <translation>以该位置为中心时，模型给出的概率为 {percent}%：热力图显示哪些地面支持判定为该滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/explainer.py" line="93"/>
        <source>Shown this place in the middle, the model sees no landslide there ({percent} %; a detection, which looks in tiles that lie otherwise, may): the heat map shows which ground speaks for one all the same.</source>
        <translation>以该位置为中心时，模型认为没有滑坡（{percent}%；检测时分块位置不同，结果可能不同）：热力图显示哪些地面仍然支持判定为滑坡。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export.py" line="108"/>
        <source>Landslides cannot be exported to &apos;{name}&apos;: its name must end in {endings}.</source>
        <translation>无法将滑坡导出到“{name}”：文件扩展名必须为 {endings} 之一。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export.py" line="145"/>
        <source>There is no export format &apos;{name}&apos;: choose one of {names}.</source>
        <translation>不支持导出格式“{name}”，请从 {names} 中选择。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export.py" line="156"/>
        <source>No landslide of &apos;{name}&apos; is selected: select some, or export all of them.</source>
        <translation>“{name}”中没有选中的滑坡，请先选择，或导出全部滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export.py" line="278"/>
        <source>{name} could not be written ({problem}): make room, or choose another folder or format.</source>
        <translation>无法写入 {name}（{problem}），请清理磁盘空间，或选择其他文件夹或格式。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export.py" line="287"/>
        <source>&apos;{name}&apos; holds no polygons: choose a layer of landslide outlines.</source>
        <translation>“{name}”不含多边形，请选择滑坡边界图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_table.py" line="109"/>
        <source>Area: {area} m²</source>
        <translation>面积：{area} m²</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_table.py" line="111"/>
        <source>Mean probability: {share}</source>
        <translation>平均概率：{share}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_table.py" line="114"/>
        <source>Status: {value}</source>
        <translation>状态：{value}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_table.py" line="114"/>
        <source>Model: {value}</source>
        <translation>模型：{value}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_table.py" line="114"/>
        <source>Image: {value}</source>
        <translation>影像：{value}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_table.py" line="114"/>
        <source>Mapped on: {value}</source>
        <translation>编录日期：{value}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_table.py" line="123"/>
        <source>Landslide {number}</source>
        <translation>滑坡 {number}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export.py" line="293"/>
        <source>&apos;{name}&apos; has no coordinate reference system with a place on earth, which {driver} needs: set the layer&apos;s CRS, or export it as a shapefile or GeoPackage.</source>
        <translation>“{name}”没有可对应地球位置的坐标参考系（CRS），而 {driver} 格式必须有，请设置图层的 CRS，或改为导出 Shapefile 或 GeoPackage。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_check.py" line="24"/>
        <source>{name} could not be written to its end, the disk is full or failed: make room, or choose another folder.</source>
        <translation>{name} 未能完整写入，磁盘已满或出错：请腾出空间，或选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>ExportChipsAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="38"/>
        <source>Export training chips</source>
        <translation>导出训练样本块</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="42"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="50"/>
        <source>landslide,chips,tiles,masks,training data,export,ArcGIS,Deepness</source>
        <translation>滑坡,样本块,切片,掩膜,训练数据,导出,ArcGIS,Deepness,landslide</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="54"/>
        <source>Writes an image and its labels as pieces with masks, for other programs.</source>
        <translation>将影像及其标注写成带掩膜的影像块，供其他软件使用。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="71"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="72"/>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="73"/>
        <source>Fully labelled areas</source>
        <translation>完整标注区</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="77"/>
        <source>Side of a piece, pixels</source>
        <translation>影像块边长（像素）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="80"/>
        <source>Overlap, percent</source>
        <translation>重叠（百分比）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="81"/>
        <source>Bands</source>
        <translation>波段</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="84"/>
        <source>Pixel size, metres</source>
        <translation>像素大小（米）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="89"/>
        <source>Folder of the pieces</source>
        <translation>影像块文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="90"/>
        <source>Pieces written</source>
        <translation>写出的影像块数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="91"/>
        <source>Pieces with landslides</source>
        <translation>含滑坡的影像块数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="135"/>
        <source>The layer &apos;{name}&apos; has edits that are not saved yet: save them first.</source>
        <translation>图层“{name}”有尚未保存的编辑，请先保存。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportchips.py" line="58"/>
        <source>Writes an image and its labels as pieces of one size, for programs that train on folders of images and masks. This plugin needs no such folders: it reads windows from the image while it trains.

The folder gets two folders, images and masks, with GeoTIFF files of the same names. In the masks 1 is landslide, 0 is none, and 255 (nodata) is what nobody has labelled. The images have 8 bits in each band: the bands that are chosen, otherwise red, green and blue, stretched where the image has more.

Labels: polygons; a text field class may say landslide, not a landslide, or unsure. Fully labelled areas: inside of them everything that is not drawn is none; without them only the label polygons count.</source>
        <translation>将影像及其标注写成同样大小的影像块，供以影像和掩膜文件夹训练的软件使用。本插件不需要此类文件夹：训练时直接从影像按窗口读取。

输出文件夹中包含 images 和 masks 两个文件夹，其中的 GeoTIFF 文件名相同。掩膜中 1 为滑坡，0 为非滑坡，255（无数据）为无人标注处。影像各波段均为 8 位：采用所选波段，未选时为红、绿、蓝；位数更多的影像会先拉伸。

标注：多边形；文本字段 class 可取 landslide、not a landslide 或 unsure。完整标注区：其内凡未绘制者均为非滑坡；没有完整标注区时，只有标注多边形有效。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="57"/>
        <source>Shapefile, for ArcGIS and others (.shp)</source>
        <translation>Shapefile，适用于 ArcGIS 等软件（.shp）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="58"/>
        <source>GeoPackage (.gpkg)</source>
        <translation>GeoPackage（.gpkg）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="59"/>
        <source>GeoJSON, in degrees (.geojson)</source>
        <translation>GeoJSON，经纬度坐标（.geojson）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="60"/>
        <source>KML, for Google Earth (.kml)</source>
        <translation>KML，适用于 Google Earth（.kml）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="6"/>
        <source>Export landslides</source>
        <translation>导出滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="144"/>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="185"/>
        <source>There are no landslides in the project yet.</source>
        <translation>工程中尚无滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="13"/>
        <source>&amp;Landslides</source>
        <translation>滑坡(&amp;L)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="19"/>
        <source>Layer to export</source>
        <translation>要导出的图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="24"/>
        <source>&amp;Only the selected ones</source>
        <translation>仅选中的滑坡(&amp;O)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="51"/>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="60"/>
        <source>File &amp;name</source>
        <translation>文件名(&amp;N)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="148"/>
        <source>{file} exists already. Replace it?</source>
        <translation>{file} 已存在。要替换它吗？</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="102"/>
        <source>Exporting landslides…</source>
        <translation>正在导出滑坡…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="102"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="122"/>
        <source>Outlines without area that were left out: {count}</source>
        <translation>因无面积而略去的边界：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="122"/>
        <source>Values that were cut to the width of their column: {count}</source>
        <translation>因字段宽度限制而截断的值：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="132"/>
        <source>Rejected landslides that were left out: {count}</source>
        <translation>略去的已排除滑坡：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="29"/>
        <source>&amp;Rejected ones too</source>
        <translation>包括已排除的滑坡(&amp;R)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="30"/>
        <source>Landslides that were rejected in a review are left out unless this is checked</source>
        <translation>未勾选时，不导出在审核中已排除的滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="132"/>
        <source>Reshaped by you: {count}</source>
        <translation>由您修改外形：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="132"/>
        <source>Drawn by you: {count}</source>
        <translation>由您绘制：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="132"/>
        <source>Detected ones replaced by drawn ones: {count}</source>
        <translation>被绘制的滑坡取代的检测结果：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="170"/>
        <source>Landslides reshaped in a review, or drawn by hand, are exported as they are in the layer &apos;{name}&apos;</source>
        <translation>审查时修改过外形或手工绘制的滑坡，按图层“{name}”中的样子导出</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="170"/>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="35"/>
        <source>&amp;With reshaped and drawn landslides</source>
        <translation>包括修改外形和手工绘制的滑坡(&amp;W)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="122"/>
        <source>Reviewed ones without a label, with the detected outline: {count}</source>
        <translation>未找到标注、按检测边界导出的已审核滑坡：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="122"/>
        <source>Drawn on other images and left out: {count}</source>
        <translation>因绘制于其他影像而略去：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="40"/>
        <source>Label la&amp;yer</source>
        <translation>标注图层(&amp;Y)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.ui" line="46"/>
        <source>The labels that were made of these landslides; the layer with most of them is chosen beforehand</source>
        <translation>由这些滑坡生成的标注；默认选中包含最多此类标注的图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="131"/>
        <source>{landslides} exported</source>
        <translation>已导出{landslides}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="138"/>
        <source>File: {file}</source>
        <translation>文件：{file}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/export_dialog.py" line="141"/>
        <source>Columns with other names in the file: {names}</source>
        <translation>文件中名称不同的列：{names}</translation>
    </message>
</context>
<context>
    <name>ExportInventoryAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="37"/>
        <source>Export landslide inventory</source>
        <translation>导出滑坡编录</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="41"/>
        <source>Mapping</source>
        <translation>滑坡制图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="49"/>
        <source>landslide,inventory,export,shapefile,ArcGIS,GeoPackage,GeoJSON,KML,Google Earth</source>
        <translation>滑坡,编录,导出,shapefile,ArcGIS,GeoPackage,GeoJSON,KML,Google Earth,landslide</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="53"/>
        <source>Writes landslides for ArcGIS, Google Earth and other programs.</source>
        <translation>导出滑坡，供 ArcGIS、Google Earth 等软件使用。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="69"/>
        <source>Landslides</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="70"/>
        <source>Exported landslides</source>
        <translation>导出的滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="72"/>
        <source>Landslides exported</source>
        <translation>导出的滑坡数量</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="73"/>
        <source>Outlines without area, left out</source>
        <translation>因无面积而略去的边界</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="100"/>
        <source>Outlines without area that were left out: {count}</source>
        <translation>因无面积而略去的边界：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="104"/>
        <source>Values that were cut to the width of their column: {count}</source>
        <translation>因字段宽度限制而截断的值：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="111"/>
        <source>{landslides} exported to {file}</source>
        <translation>{landslides}已导出到 {file}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="57"/>
        <source>Writes landslides for ArcGIS, Google Earth and other programs. The ending of the file name says the format: .shp, .gpkg, .geojson or .kml.

A shapefile gets column names of at most 10 ASCII characters with fixed widths, UTF-8 text and valid outlines. A GeoPackage keeps every value as it is. GeoJSON and KML are in degrees.

Area and perimeter are measured anew on the ellipsoid. A polygon layer of your own gets the inventory&apos;s columns beside its own. Landslides that were rejected in a review are left out unless asked for.</source>
        <translation>导出滑坡，供 ArcGIS、Google Earth 等软件使用。格式由文件扩展名决定：.shp、.gpkg、.geojson 或 .kml。

Shapefile 的字段名不超过 10 个 ASCII 字符，字段宽度固定，文本采用 UTF-8 编码，边界均为有效几何。GeoPackage 保留所有原值。GeoJSON 和 KML 采用经纬度坐标。

面积和周长在椭球面上重新量算。若导出您自己的多边形图层，将在其原有字段之外添加编录字段。在审核中已排除的滑坡默认不导出。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="71"/>
        <source>Export rejected landslides too</source>
        <translation>同时导出已排除的滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="98"/>
        <source>Rejected landslides that were left out: {count}</source>
        <translation>略去的已排除滑坡：{count}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/exportinventory.py" line="108"/>
        <source>Columns with other names in the file: {names}</source>
        <translation>文件中名称不同的列：{names}</translation>
    </message>
</context>
<context>
    <name>ExportTarget</name>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_target.py" line="67"/>
        <source>There is no folder {folder}: make it first, or choose another.</source>
        <translation>文件夹 {folder} 不存在，请先创建，或选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_target.py" line="75"/>
        <source>{path} is write-protected or a folder: choose another name.</source>
        <translation>{path} 为只读文件或文件夹，请改用其他名称。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_target.py" line="86"/>
        <source>{path} is open in another program: close it there, or choose another name.</source>
        <translation>{path} 已在其他程序中打开，请先将其关闭，或改用其他名称。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_target.py" line="100"/>
        <source>{path} holds other layers too ({names}), which would be lost: choose another name.</source>
        <translation>{path} 中还有其他图层（{names}），覆盖后将会丢失，请改用其他名称。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_target.py" line="27"/>
        <source>{path} is open as the layer &apos;{name}&apos;: choose another file, or remove that layer first.</source>
        <translation>{path} 正作为图层“{name}”打开，请选择其他文件，或先移除该图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/delivery/export_target.py" line="92"/>
        <source>A QGIS project or styles were saved in {path} and would be lost: choose another name.</source>
        <translation>{path} 中保存有 QGIS 工程或样式，替换后将会丢失：请另选名称。</translation>
    </message>
</context>
<context>
    <name>FindPythonTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/find_python_task.py" line="15"/>
        <source>Looking for a Python</source>
        <translation>正在查找 Python</translation>
    </message>
</context>
<context>
    <name>Forecast</name>
    <message>
        <location filename="../landslide_plugin/gui/detect/forecast.py" line="40"/>
        <source>The image has no CRS: it is read pixel by pixel, sizes are in pixels</source>
        <translation>影像没有坐标参考系（CRS）：将按原始像素读取，大小以像素计</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/forecast.py" line="44"/>
        <source>{size} megapixels</source>
        <translation>{size} 百万像素</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/forecast.py" line="49"/>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/forecast.py" line="55"/>
        <source>{image} m image, coarser than the {low} to {high} m of the model: reading at {work} m</source>
        <translation>影像分辨率 {image} m，低于模型适用的 {low} 至 {high} m：按 {work} m 读取</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/forecast.py" line="59"/>
        <source>Reading the {image} m image as it is</source>
        <translation>按影像原始分辨率 {image} m 读取</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/forecast.py" line="61"/>
        <source>{image} m image, model works at {low} to {high} m: reading at {work} m</source>
        <translation>影像分辨率 {image} m，模型适用 {low} 至 {high} m：按 {work} m 读取</translation>
    </message>
</context>
<context>
    <name>GeoPackage</name>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_copies.py" line="79"/>
        <source>The file {name} cannot be made ({problem}): choose another folder.</source>
        <translation>无法创建文件 {name}（{problem}）：请选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>GroundOverlay</name>
    <message>
        <location filename="../landslide_plugin/layers/ground_overlay.py" line="31"/>
        <source>{file} is no image that QGIS can read: check the file, or convert it to GeoTIFF.</source>
        <translation>{file} 不是 QGIS 可读取的影像，请检查该文件，或将其转换为 GeoTIFF。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/ground_overlay.py" line="70"/>
        <source>The overlay&apos;s image {file} cannot be read: save the overlay anew as KMZ.</source>
        <translation>无法读取叠加层的图像 {file}，请将该叠加层重新保存为 KMZ。</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <location filename="../landslide_plugin/gui/help_dialog.py" line="27"/>
        <source>Landslide Mapper: guide</source>
        <translation>滑坡制图：使用指南</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/help_dialog.py" line="34"/>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>ImageOpener</name>
    <message>
        <location filename="../landslide_plugin/gui/image/image_opener.py" line="62"/>
        <source>The image has coordinates but no CRS: &lt;a href=&quot;crs&quot;&gt;say which one they are in…&lt;/a&gt;</source>
        <translation>影像有坐标但没有坐标参考系（CRS）：&lt;a href=&quot;crs&quot;&gt;指定其 CRS…&lt;/a&gt;</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/image_opener.py" line="64"/>
        <source>The image has no place on the map: &lt;a href=&quot;place&quot;&gt;place it with the Georeferencer…&lt;/a&gt;</source>
        <translation>影像在地图上没有位置：&lt;a href=&quot;place&quot;&gt;用地理配准工具定位…&lt;/a&gt;</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/image_opener.py" line="68"/>
        <source>Open an image</source>
        <translation>打开影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/image_opener.py" line="68"/>
        <source>Images and Google Earth overlays (*.*)</source>
        <translation>影像和 Google Earth 叠加层 (*.*)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/image_opener.py" line="87"/>
        <source>The Georeferencer is in QGIS&apos;s menu Layer.</source>
        <translation>地理配准工具位于 QGIS 的“图层”菜单中。</translation>
    </message>
</context>
<context>
    <name>ImageSource</name>
    <message>
        <location filename="../landslide_plugin/gui/image/image_source.py" line="24"/>
        <source>There is no image to read: add a raster layer to the project.</source>
        <translation>没有可读取的影像，请在工程中添加栅格图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/image_source.py" line="44"/>
        <source>The image &apos;{name}&apos; cannot be read, its file is missing or damaged: repair it or choose another.</source>
        <translation>无法读取影像“{name}”，文件缺失或已损坏，请修复文件或选择其他影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/image_source.py" line="52"/>
        <source>QGIS shows the overlay &apos;{name}&apos; without its rotation: open its file with the button beside the image, which puts it where Google Earth does.</source>
        <translation>QGIS 显示叠加层“{name}”时忽略了其旋转角度，请用影像旁的按钮打开该文件，使其位置与 Google Earth 一致。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/image_source.py" line="28"/>
        <source>&apos;{name}&apos; is an online layer: save the area with &apos;Fetch online imagery&apos; of the Processing toolbox and use that file.</source>
        <translation>“{name}”是在线图层，请先用处理工具箱中的“获取在线影像”保存所需区域，然后使用该文件。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/image_source.py" line="36"/>
        <source>'{name}' is neither a file nor a tile or map service (XYZ, WMS, WMTS): save it with Export &gt; Save As… in the layer's menu and use the saved GeoTIFF.</source>
        <translation>“{name}”既不是文件，也不是瓦片或地图服务（XYZ、WMS、WMTS）；请在图层菜单中通过“导出 &gt; 另存为…”将其保存，然后使用所保存的 GeoTIFF。</translation>
    </message>
</context>
<context>
    <name>Imagery</name>
    <message>
        <location filename="../landslide_plugin/gui/image/reading.py" line="59"/>
        <source>The online layer &apos;{name}&apos; was removed from the project: add it again.</source>
        <translation>在线图层“{name}”已从工程中移除，请重新添加。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/reading.py" line="100"/>
        <source>&apos;{name}&apos; is an online layer, too large to be read as a whole: choose the map view, a drawn rectangle or selected polygons as the area.</source>
        <translation>“{name}”是在线图层，范围过大，无法整体读取，请选择当前地图视图、绘制的矩形或选中的多边形作为区域。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/reading.py" line="139"/>
        <source>The images are there from an earlier run.</source>
        <translation>所需影像已在之前的运行中获取。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/reading.py" line="140"/>
        <source>About {tiles} tiles ({size} MB) are fetched first.</source>
        <translation>将先获取约 {tiles} 个瓦片（{size} MB）。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/reading.py" line="146"/>
        <source>The area needs about {tiles} tiles ({size} MB) from {host}. Does the service allow so many at once?</source>
        <translation>该区域约需从 {host} 获取 {tiles} 个瓦片（{size} MB）。该服务是否允许一次获取这么多？</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/image/reading.py" line="154"/>
        <source>The images come from {host}: make sure that its terms allow to save and to analyse them.</source>
        <translation>影像来自 {host}，请确认其使用条款允许保存和分析这些影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/fetching.py" line="157"/>
        <source>The service of &apos;{name}&apos; ({host}) does not answer ({reason}): check the network or try again later; what was fetched so far is kept.</source>
        <translation>“{name}”的服务（{host}）没有响应（{reason}），请检查网络或稍后重试；已获取的部分会保留。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/fetching.py" line="163"/>
        <source>The service of &apos;{name}&apos; ({host}) answers with a text instead of an image: check the layer&apos;s connection, login and key.</source>
        <translation>“{name}”的服务（{host}）返回的是文本而不是影像，请检查图层的连接、登录信息和密钥。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/fetching.py" line="169"/>
        <source>The service of &apos;{name}&apos; ({host}) is out of order or overloaded (HTTP {status}): try again later; what was fetched so far is kept.</source>
        <translation>“{name}”的服务（{host}）出现故障或过载（HTTP {status}），请稍后重试；已获取的部分会保留。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/fetching.py" line="175"/>
        <source>The service of &apos;{name}&apos; ({host}) refuses (HTTP {status}): check the layer&apos;s connection, login and key.</source>
        <translation>“{name}”的服务（{host}）拒绝访问（HTTP {status}），请检查图层的连接、登录信息和密钥。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/network_watch.py" line="139"/>
        <source>QGIS is too busy to hear it</source>
        <translation>QGIS 太忙，未能收到</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/plan.py" line="144"/>
        <source>The chosen area is empty: choose one with an area.</source>
        <translation>所选区域为空，请选择有面积的区域。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/plan.py" line="156"/>
        <source>The chosen area of &apos;{name}&apos; has {megapixels} megapixels at {gsd} m per pixel, and at most {most} are fetched: choose a smaller area or larger pixels.</source>
        <translation>“{name}”的所选区域在每像素 {gsd} m 时有 {megapixels} 百万像素，最多可获取 {most} 百万像素，请选择更小的区域或更大的像素。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/service.py" line="96"/>
        <source>There is no ground at that place of &apos;{name}&apos;: choose another area.</source>
        <translation>“{name}”在该处没有对应的地面，请选择其他区域。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/service.py" line="116"/>
        <source>The online layer &apos;{name}&apos; does not work: repair its connection or choose another image.</source>
        <translation>在线图层“{name}”无法使用，请修复其连接或选择其他影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/staging.py" line="55"/>
        <source>The images of &apos;{name}&apos; cannot be saved ({reason}): make room or choose another folder.</source>
        <translation>无法保存“{name}”的影像（{reason}），请腾出空间或选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/staging.py" line="82"/>
        <source>&apos;{name}&apos; has no image of that area at {gsd} m per pixel: choose another area or larger pixels.</source>
        <translation>“{name}”在该区域没有每像素 {gsd} m 的影像，请选择其他区域或更大的像素。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/staging.py" line="92"/>
        <source>Fetching &apos;{name}&apos;, part {number} of {count}</source>
        <translation>正在获取“{name}”，第 {number} 部分，共 {count} 部分</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/staging.py" line="107"/>
        <source>{size} are needed</source>
        <translation>需要 {size}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/fetching.py" line="124"/>
        <source>The service of &apos;{name}&apos; ({host}) draws maps of {drawn} pixels where {asked} are asked for: they would lie in the wrong place. Add the layer again with a tile size of {tile}.</source>
        <translation>“{name}”的服务（{host}）在请求 {asked} 像素时返回了 {drawn} 像素的地图，位置会出错。请以 {tile} 的瓦片大小重新添加该图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/imagery/cache.py" line="159"/>
        <source>the disk is full or failed</source>
        <translation>磁盘已满或出错</translation>
    </message>
</context>
<context>
    <name>Inventory</name>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="76"/>
        <source>{path} exists already: choose another name for the new inventory.</source>
        <translation>{path} 已存在，请为新编录另取名称。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="83"/>
        <source>Landslides</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="110"/>
        <source>The outline of the landslide is empty: map it again.</source>
        <translation>滑坡边界为空，请重新圈定。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="177"/>
        <source>Add landslide</source>
        <translation>添加滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="159"/>
        <source>Remove landslide</source>
        <translation>删除滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="252"/>
        <source>The layer &apos;{name}&apos; is read-only: save it under another name and map into that.</source>
        <translation>图层“{name}”为只读，请另存为其他名称，并在新图层中圈定。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/inventory.py" line="279"/>
        <source>The layer &apos;{name}&apos; could not be changed ({problem}).</source>
        <translation>无法修改图层“{name}”（{problem}）。</translation>
    </message>
</context>
<context>
    <name>LabelAppearance</name>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="59"/>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="59"/>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="59"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="59"/>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="69"/>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="70"/>
        <source>medium</source>
        <translation>中</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="71"/>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="99"/>
        <source>Landslide</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="100"/>
        <source>Not a landslide</source>
        <translation>非滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="101"/>
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="153"/>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="154"/>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_appearance.py" line="56"/>
        <source>Unknown class</source>
        <translation>未知类别</translation>
    </message>
</context>
<context>
    <name>LabelDrawing</name>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_drawing.py" line="57"/>
        <source>The layer &apos;{name}&apos; cannot be edited: make a new label layer in a folder of your own.</source>
        <translation>图层“{name}”无法编辑，请在有写入权限的文件夹中新建标注图层。</translation>
    </message>
</context>
<context>
    <name>LabelNext</name>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="101"/>
        <source>What is labelled already is not known: make a label layer first, or open one.</source>
        <translation>尚不知道哪些地方已经标注，请先新建标注图层或打开已有的标注图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="103"/>
        <source>No model is installed: add one from a file on the page Detect.</source>
        <translation>尚未安装模型，请在“检测”页从文件添加。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="129"/>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="143"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="143"/>
        <source>Where to label next?</source>
        <translation>接下来标注哪里？</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="149"/>
        <source>Find the places of the image that teach the model most: it is unsure of them, and they are unlike what is labelled.</source>
        <translation>找出影像中最值得标注的地方：模型对其没有把握，且与已标注的地面不同。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="152"/>
        <source>{place} of {total}, {left} left</source>
        <translation>第 {place} 处，共 {total} 处，剩余 {left} 处</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="168"/>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="184"/>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="192"/>
        <source>The label layer was removed during the search for windows.</source>
        <translation>查找窗口期间，标注图层已被移除。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="212"/>
        <source>{count} windows to label next, of {looked} looked at among {left} that are not labelled.</source>
        <translation>接下来可标注 {count} 个窗口；未标注窗口共 {left} 个，已查看其中 {looked} 个。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="216"/>
        <source>{count} windows to label next, of {looked} that are not labelled.</source>
        <translation>接下来可标注 {count} 个窗口；未标注窗口共 {looked} 个。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_next.py" line="127"/>
        <source>This label file has no layer for fully labelled areas: make a new label layer for them.</source>
        <translation>该标注文件没有完整标注区图层，请新建标注图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_next.py" line="136"/>
        <source>Window is fully labelled</source>
        <translation>窗口已完整标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_next.py" line="142"/>
        <source>The layer &apos;{name}&apos; cannot be edited: make a new label layer in a folder of your own.</source>
        <translation>图层“{name}”无法编辑，请在有写入权限的文件夹中新建标注图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/label_next.py" line="157"/>
        <source>Label next</source>
        <translation>接下来标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="155"/>
        <source>fully labelled</source>
        <translation>已完整标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/label_next.py" line="156"/>
        <source>label every landslide in the window, then press Done</source>
        <translation>请标注窗口内的所有滑坡，然后按“完成”</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <location filename="../landslide_plugin/layers/labelling/labels.py" line="88"/>
        <source>{path} exists already: open it, or choose another name for the new labels.</source>
        <translation>{path} 已存在，请直接打开，或为新标注选择其他名称。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/labels.py" line="108"/>
        <source>Labels ({file})</source>
        <translation>标注（{file}）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/labels.py" line="111"/>
        <source>{path} holds no labels: it needs a polygon layer &apos;{layer}&apos; with a text field &apos;{field}&apos;; choose another file, or make a new label layer.</source>
        <translation>{path} 不含标注：其中须有多边形图层“{layer}”及其文本字段“{field}”，请选择其他文件，或新建标注图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/labels.py" line="169"/>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/labels.py" line="230"/>
        <source>The layer &apos;{name}&apos; has edits that are not saved yet: save them first.</source>
        <translation>图层“{name}”有尚未保存的编辑，请先保存。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/labels.py" line="251"/>
        <source>Fully labelled ({file})</source>
        <translation>完整标注区（{file}）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/labelling/labels.py" line="222"/>
        <source>A filter shows only a part of the layer &apos;{name}&apos;: remove the filter, or save what it shows as a label file of its own.</source>
        <translation>过滤器只显示图层“{name}”的一部分：请移除过滤器，或将其显示的内容另存为标注文件。</translation>
    </message>
</context>
<context>
    <name>LandslideDock</name>
    <message>
        <location filename="../landslide_plugin/gui/dock.py" line="23"/>
        <source>Landslide Mapper</source>
        <translation>滑坡制图（Landslide Mapper）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/dock.py" line="28"/>
        <source>Detect</source>
        <translation>检测</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/dock.py" line="29"/>
        <source>Teach</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>LandslideMapperPlugin</name>
    <message>
        <location filename="../landslide_plugin/plugin.py" line="83"/>
        <source>Landslide Mapper</source>
        <translation>滑坡制图（Landslide Mapper）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/plugin.py" line="55"/>
        <source>Show or hide the Landslide Mapper panel</source>
        <translation>显示或隐藏滑坡制图（Landslide Mapper）面板</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/plugin.py" line="69"/>
        <source>Engine…</source>
        <translation>引擎…</translation>
    </message>
</context>
<context>
    <name>LandslideMapperProvider</name>
    <message>
        <location filename="../landslide_plugin/processing/provider.py" line="28"/>
        <source>Landslide Mapper</source>
        <translation>滑坡制图（Landslide Mapper）</translation>
    </message>
</context>
<context>
    <name>MaskChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/detect/mask_chooser.py" line="40"/>
        <source>[none]</source>
        <translation>[无]</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/mask_chooser.py" line="89"/>
        <source>The values of the mask are numbers like 3, 8, 9, not &apos;{text}&apos;.</source>
        <translation>掩膜取值应为数字，例如 3, 8, 9，而不是“{text}”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/mask_chooser.py" line="116"/>
        <source>The mask &apos;{layer}&apos; cannot be read: {reason}.</source>
        <translation>无法读取掩膜“{layer}”：{reason}。</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <location filename="../landslide_plugin/gui/messages.py" line="72"/>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/messages.py" line="77"/>
        <source>Open the log</source>
        <translation>打开日志</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/messages.py" line="101"/>
        <source>Landslide Mapper</source>
        <translation>滑坡制图</translation>
    </message>
</context>
<context>
    <name>ModelChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/detect/model_chooser.py" line="84"/>
        <source>The model &apos;{name}&apos; was added.</source>
        <translation>已添加模型“{name}”。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/model_chooser.py" line="87"/>
        <source>Add a model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/model_chooser.py" line="87"/>
        <source>Landslide models (*.safetensors)</source>
        <translation>滑坡检测模型 (*.safetensors)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/model_chooser.py" line="99"/>
        <source>No model is installed: add one from a file.</source>
        <translation>尚未安装模型，请从文件添加。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/model_chooser.py" line="136"/>
        <source>{file} cannot be copied to {folder}: {reason}.</source>
        <translation>无法将 {file} 复制到 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/model_chooser.py" line="148"/>
        <source>{low} to {high} m per pixel</source>
        <translation>{low} 至 {high} 米/像素</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/model_chooser.py" line="124"/>
        <source>The model in {file} is named &apos;{name}&apos;, which another model uses: ask for one of another name.</source>
        <translation>{file} 中的模型名为“{name}”，已被其他模型占用，请向提供者索取以其他名称命名的模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/model_chooser.py" line="76"/>
        <source>You have another model named &apos;{name}&apos;. Replace it by the one in {file}?</source>
        <translation>您已有另一个名为“{name}”的模型。要用 {file} 中的模型替换它吗？</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/model_chooser.py" line="169"/>
        <source>measured on too few landslides or on no other ground</source>
        <translation>用于评测的滑坡过少，或没有滑坡以外的地面</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="34"/>
        <source>Which model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="35"/>
        <source>A model that knows landslides already needs few labels of yours; one from scratch needs hundreds.</source>
        <translation>已能识别滑坡的模型只需少量标注；从头训练则需要数百个。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="38"/>
        <source>Go on from a model</source>
        <translation>在已有模型上继续训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="39"/>
        <source>Train a new network from scratch</source>
        <translation>从头训练新网络</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="64"/>
        <source>Channels of the network&apos;s first level: twice as many take about four times as long</source>
        <translation>网络第一层的通道数：增加一倍，用时约为四倍</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="162"/>
        <source>Landslides of {image}</source>
        <translation>{image} 的滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="107"/>
        <source>The model needs a name with letters or digits.</source>
        <translation>模型名称须含字母或数字。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="109"/>
        <source>There is a model or a training of this name already: choose another name.</source>
        <translation>已有同名的模型或训练，请选择其他名称。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="119"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="122"/>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="123"/>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="126"/>
        <source>Name of the new model</source>
        <translation>新模型的名称</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="59"/>
        <source>Not used</source>
        <translation>不使用</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="60"/>
        <source>What the model reads of the elevation models that were chosen on the page before</source>
        <translation>模型从上一页所选高程模型中读取的内容</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="112"/>
        <source>This model reads {bands}: choose an elevation model for every image on the page before.</source>
        <translation>该模型要读取{bands}：请在上一页为每幅影像选择高程模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="125"/>
        <source>Terrain</source>
        <translation>地形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="54"/>
        <source>A model that is gone on from learns to read a further band from the labels; it needs more of them</source>
        <translation>继续训练的模型会从标注中学习读取新增的波段；这需要更多标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/model_page.py" line="124"/>
        <source>Bands of the images</source>
        <translation>影像的波段</translation>
    </message>
</context>
<context>
    <name>Moving</name>
    <message>
        <location filename="../landslide_plugin/layers/moving.py" line="32"/>
        <source>That place has no coordinates in the CRS of the landslides&apos; layer: choose another.</source>
        <translation>该位置无法转换到滑坡图层的坐标参考系（CRS）中，请选择其他位置。</translation>
    </message>
</context>
<context>
    <name>OnlineAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/online.py" line="41"/>
        <source>Fetch however many tiles</source>
        <translation>不限瓦片数量</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/online.py" line="57"/>
        <source>The area needs about {tiles} tiles from {host}, more than {most}: choose a smaller area or larger pixels, or &apos;Fetch however many tiles&apos; (MANY).</source>
        <translation>该区域约需从 {host} 获取 {tiles} 个瓦片，超过 {most} 个；请选择更小的区域或更大的像素，或勾选“不限瓦片数量”（MANY）。</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <location filename="../landslide_plugin/gui/training/preview.py" line="72"/>
        <source>Other pieces</source>
        <translation>换一批影像块</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/preview.py" line="113"/>
        <source>As the network will see them: landslides are outlined, what nobody has labelled is dim.</source>
        <translation>网络将看到的影像块：滑坡以轮廓标出，无人标注处变暗。</translation>
    </message>
</context>
<context>
    <name>Publish</name>
    <message>
        <location filename="../landslide_plugin/processing/loading.py" line="68"/>
        <source>Landslide mask</source>
        <translation>滑坡掩膜</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/loading.py" line="68"/>
        <source>Landslide probability</source>
        <translation>滑坡概率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/loading.py" line="68"/>
        <source>Landslides</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/publish.py" line="143"/>
        <source>Landslides – {image} – {time}</source>
        <translation>滑坡 – {image} – {time}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/publish.py" line="223"/>
        <source>The result {path} cannot be opened: it was moved or deleted; run the detection again.</source>
        <translation>无法打开结果 {path}：文件已被移动或删除，请重新运行检测。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/publish.py" line="161"/>
        <source>Landslides detected by the model &apos;{model}&apos; on {image}, threshold {threshold}, on {date}. Device: {device}. Run record: {run}</source>
        <translation>由模型“{model}”于 {date} 在 {image} 上检测的滑坡，阈值 {threshold}。设备：{device}。运行记录：{run}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/publish.py" line="96"/>
        <source>Why (Grad-CAM)</source>
        <translation>判断依据（Grad-CAM）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/publish.py" line="197"/>
        <source>Found by the model</source>
        <translation>模型识别的滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/publish.py" line="198"/>
        <source>Probability of landslide, 0 to 1</source>
        <translation>滑坡概率，0 到 1</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/publish.py" line="199"/>
        <source>Speaks for landslide: 0 not at all, 1 most</source>
        <translation>支持滑坡判断的程度：0 为无，1 为最强</translation>
    </message>
</context>
<context>
    <name>RecipePage</name>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="45"/>
        <source>How to train</source>
        <translation>训练方式</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="46"/>
        <source>The proposed recipe is a good start; it ends by itself when nothing gets better.</source>
        <translation>推荐的方案适合起步；当结果不再改善时会自动结束。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="54"/>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="99"/>
        <source>The learning rate must be above 0.</source>
        <translation>学习率必须大于 0。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="112"/>
        <source>Cross-entropy + Dice</source>
        <translation>交叉熵 + Dice</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="113"/>
        <source>Cross-entropy</source>
        <translation>交叉熵</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="114"/>
        <source>Weighted cross-entropy</source>
        <translation>加权交叉熵</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="115"/>
        <source>Focal</source>
        <translation>Focal</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="116"/>
        <source>Dice</source>
        <translation>Dice</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="138"/>
        <source> pixels</source>
        <translation> 像素</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="139"/>
        <source>Side of the pieces of the image that are shown to the network</source>
        <translation>输入网络的影像块的边长</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="141"/>
        <source>How many pieces are learned from at a time</source>
        <translation>每次学习的影像块数量</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="158"/>
        <source>Recipe</source>
        <translation>方案</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="162"/>
        <source>Loss</source>
        <translation>损失函数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="164"/>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="164"/>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="164"/>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="164"/>
        <source>Crop size</source>
        <translation>裁剪大小</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="164"/>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="228"/>
        <source>Fine-tune</source>
        <translation>微调</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="229"/>
        <source>Fast, from scratch</source>
        <translation>快速，从头训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="230"/>
        <source>Thorough, from scratch</source>
        <translation>充分，从头训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="231"/>
        <source>As in the DA-U-Net paper</source>
        <translation>按 DA-U-Net 论文</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="232"/>
        <source>As in the L-Net paper</source>
        <translation>按 L-Net 论文</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="233"/>
        <source>As in the U-Net++ paper</source>
        <translation>按 U-Net++ 论文</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="241"/>
        <source>{count} steps</source>
        <translation>{count} 步</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="252"/>
        <source>Small steps for a model that knows landslides; ends after 5 epochs without a gain.</source>
        <translation>以小步长调整已能识别滑坡的模型；连续 5 轮无改善即结束。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="253"/>
        <source>A first look, on a CPU too.</source>
        <translation>初步尝试，CPU 亦可。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="254"/>
        <source>Small pieces first, then larger ones, and more looks at false alarms; hours on a CPU.</source>
        <translation>先用小块，再用大块，并更多学习误报之处；在 CPU 上需数小时。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="256"/>
        <source>The paper&apos;s own settings, made for its network and its data; wants a graphics card.</source>
        <translation>论文自身的设置，针对其网络和数据；需要显卡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="123"/>
        <source>Up, then down to nothing</source>
        <translation>先升后降至零</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="124"/>
        <source>Down along a cosine</source>
        <translation>余弦下降</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="125"/>
        <source>A tenth on each plateau</source>
        <translation>停滞时降为十分之一</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="126"/>
        <source>Constant</source>
        <translation>不变</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="144"/>
        <source>No</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="145"/>
        <source>Share of the landslide-free pieces that is drawn from those with the most false alarms so far</source>
        <translation>无滑坡的影像块中，取自目前误报最多者的比例</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="149"/>
        <source> epochs</source>
        <translation> 轮</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="150"/>
        <source>Never</source>
        <translation>不冻结</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="151"/>
        <source>For so many epochs the part of the network that reads the image stays as it is</source>
        <translation>在这些轮数内，网络中读取影像的部分保持不变</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="164"/>
        <source>Schedule</source>
        <translation>学习率变化</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="164"/>
        <source>Encoder frozen</source>
        <translation>冻结编码器</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="164"/>
        <source>Repeat false alarms</source>
        <translation>重现误报</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="196"/>
        <source>Turn by any angle</source>
        <translation>任意角度旋转</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="197"/>
        <source>Quarter turns</source>
        <translation>旋转 90 度</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="198"/>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="199"/>
        <source>Light and colour</source>
        <translation>光照与颜色</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="202"/>
        <source>Blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="203"/>
        <source>Haze</source>
        <translation>薄雾</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="204"/>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="206"/>
        <source>Pasted pieces</source>
        <translation>拼贴</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="208"/>
        <source>Random changes of what is shown</source>
        <translation>随机变换（数据增强）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="264"/>
        <source>Smoothing of Dice</source>
        <translation>Dice 平滑项</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="265"/>
        <source>Weight of landslide</source>
        <translation>滑坡的权重</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="266"/>
        <source>Focus (gamma)</source>
        <translation>聚焦参数（gamma）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="272"/>
        <source>From the data</source>
        <translation>由数据确定</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="200"/>
        <source>Darker</source>
        <translation>变暗</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="201"/>
        <source>Shadows</source>
        <translation>阴影</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/recipe_page.py" line="205"/>
        <source>JPEG compression</source>
        <translation>JPEG 压缩</translation>
    </message>
</context>
<context>
    <name>RemoveEngineTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/remove_engine_task.py" line="22"/>
        <source>Removing the landslide engine</source>
        <translation>正在删除滑坡检测引擎</translation>
    </message>
</context>
<context>
    <name>Replacing</name>
    <message>
        <location filename="../landslide_plugin/layers/replacing.py" line="40"/>
        <source>Nothing can be written to the folder {folder} ({problem}): choose another folder.</source>
        <translation>无法写入文件夹 {folder}（{problem}），请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/replacing.py" line="69"/>
        <source>{path} cannot be replaced ({problem}): close it where it is open, or choose another name.</source>
        <translation>无法替换 {path}（{problem}），请在打开该文件的程序中将其关闭，或改用其他名称。</translation>
    </message>
</context>
<context>
    <name>ResultsFolder</name>
    <message>
        <location filename="../landslide_plugin/gui/detect/results_folder.py" line="43"/>
        <source>Folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/results_folder.py" line="50"/>
        <source>[&apos;{name}&apos; beside the project]</source>
        <translation>[工程旁边的“{name}”]</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/results_folder.py" line="50"/>
        <source>[&apos;{name}&apos; in your documents]</source>
        <translation>[文档中的“{name}”]</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/detect/results_folder.py" line="53"/>
        <source>While this is empty: {folder}</source>
        <translation>留空时：{folder}</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <location filename="../landslide_plugin/gui/teach/review.py" line="114"/>
        <source>All landslides of &apos;{layer}&apos; are reviewed.</source>
        <translation>“{layer}”中的滑坡已全部审核。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/review.py" line="114"/>
        <source>&apos;{layer}&apos; holds no landslide to review.</source>
        <translation>“{layer}”中没有可审核的滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/review.py" line="144"/>
        <source>All {count} landslides are reviewed.</source>
        <translation>全部 {count} 处滑坡均已审核。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/review.py" line="171"/>
        <source>{done} of {count} landslides are reviewed.</source>
        <translation>已审核 {done} 处滑坡，共 {count} 处。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/review.py" line="211"/>
        <source>{place} of {total}, {left} left. A accepts, R rejects, E reshapes, arrows go on, Esc leaves.</source>
        <translation>第 {place} 处，共 {total} 处，剩余 {left} 处。A 确认，R 排除，E 修改边界，方向键切换，Esc 退出。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/review.py" line="224"/>
        <source>Save the labels</source>
        <translation>保存标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/review.py" line="243"/>
        <source>Labels and verdicts are saved.</source>
        <translation>标注和审核结果已保存。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/review.py" line="240"/>
        <source>Removed from the project meanwhile, and so not saved: {layers}.</source>
        <translation>以下图层已从工程中移除，因此未保存：{layers}。</translation>
    </message>
</context>
<context>
    <name>Reviewing</name>
    <message>
        <location filename="../landslide_plugin/layers/review/verdicts.py" line="34"/>
        <source>Accept landslide</source>
        <translation>确认滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/review/verdicts.py" line="35"/>
        <source>Reject landslide</source>
        <translation>排除滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/review/verdicts.py" line="36"/>
        <source>Reshape landslide</source>
        <translation>修改滑坡边界</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/review/reviewing.py" line="117"/>
        <source>This landslide was deleted meanwhile: go on to the next.</source>
        <translation>该滑坡已被删除，请继续审核下一处。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/review/reviewing.py" line="214"/>
        <source>Take the verdict back</source>
        <translation>撤销审核结果</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/review/verdicts.py" line="81"/>
        <source>accepted</source>
        <translation>已确认</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/review/verdicts.py" line="82"/>
        <source>rejected</source>
        <translation>已排除</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/review/verdicts.py" line="83"/>
        <source>reshaped</source>
        <translation>已修改边界</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/layers/review/verdicts.py" line="88"/>
        <source>Review</source>
        <translation>审核</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="39"/>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="141"/>
        <source>You may close this window: the training goes on, and the Teach page shows it again.</source>
        <translation>可以关闭此窗口：训练会继续进行，可从“训练”页再次打开。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="45"/>
        <source>Stop and keep the best</source>
        <translation>停止并保留最佳</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="46"/>
        <source>Cancel the training</source>
        <translation>取消训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="47"/>
        <source>Use it now</source>
        <translation>立即使用</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="71"/>
        <source>End the training now; the best epoch so far becomes the model</source>
        <translation>立即结束训练，以目前最佳的一轮作为模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="72"/>
        <source>End the training without a model; it can be gone on with later</source>
        <translation>结束训练而不生成模型，之后可继续</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="80"/>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="81"/>
        <source>Save the curves as a picture, or their numbers as a table</source>
        <translation>将曲线保存为图片，或将数值保存为表格</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="85"/>
        <source>Picture (.png)</source>
        <translation>图片 (.png)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="86"/>
        <source>Table (.csv)</source>
        <translation>表格 (.csv)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="129"/>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="129"/>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="153"/>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="155"/>
        <source>The Teach page can go on with it.</source>
        <translation>可在“训练”页继续。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="162"/>
        <source>Export the curves</source>
        <translation>导出曲线</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="141"/>
        <source>The training is over.</source>
        <translation>训练已结束。</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <location filename="../landslide_plugin/gui/saving.py" line="29"/>
        <source>&apos;{layer}&apos; could not be saved: {problem}</source>
        <translation>无法保存“{layer}”：{problem}</translation>
    </message>
</context>
<context>
    <name>StageImageryAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="37"/>
        <source>Fetch online imagery</source>
        <translation>获取在线影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="41"/>
        <source>Mapping</source>
        <translation>滑坡制图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="49"/>
        <source>XYZ,WMS,WMTS,tiles,basemap,download,save,orthophoto,aerial</source>
        <translation>XYZ,WMS,WMTS,瓦片,底图,下载,保存,正射影像,航空影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="53"/>
        <source>Saves a part of an online layer (XYZ, WMS, WMTS) as a GeoTIFF.</source>
        <translation>将在线图层（XYZ、WMS、WMTS）的一部分保存为 GeoTIFF。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="57"/>
        <source>Saves a part of an online layer (XYZ, WMS, WMTS) as a GeoTIFF in the layer&apos;s CRS, with red, green, blue and alpha; alpha is 0 where the service has no image.

Pixel size: on the ground, whatever the CRS makes of it. A service of tiles is read at the zoom level that has pixels of about this size or the next finer one. Empty means 0.3 m.

What was fetched is kept for 30 days in the user&apos;s folder of the plugin, so that the same ground is not fetched twice, and a run that was cancelled goes on where it stopped.

Make sure that the service&apos;s terms allow to save and to analyse its images.</source>
        <translation>将在线图层（XYZ、WMS、WMTS）的一部分保存为 GeoTIFF，采用图层的坐标参考系，含红、绿、蓝和透明度波段；服务没有影像之处透明度为 0。

像素大小：指地面上的大小，与坐标参考系的变形无关。瓦片服务按像素约等于该值或次一级更细的缩放级别读取。留空则为 0.3 m。

已获取的影像在插件的用户文件夹中保留 30 天，因此同一区域不会重复获取，被取消的运行可从中断处继续。

请确认服务的使用条款允许保存和分析其影像。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="69"/>
        <source>Online layer</source>
        <translation>在线图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="70"/>
        <source>Extent to fetch</source>
        <translation>获取范围</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="79"/>
        <source>Pixel size on the ground, metres</source>
        <translation>地面像素大小（米）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="78"/>
        <source>Imagery</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/stageimagery.py" line="87"/>
        <source>&apos;{name}&apos; is a file and need not be fetched.</source>
        <translation>“{name}”是文件，无需获取。</translation>
    </message>
</context>
<context>
    <name>SuggestAlgorithm</name>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="40"/>
        <source>Suggest where to label next</source>
        <translation>建议接下来标注的位置</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="44"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="52"/>
        <source>landslide,active learning,label,annotate,uncertainty,sampling,training</source>
        <translation>滑坡,主动学习,标注,不确定性,采样,训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="56"/>
        <source>Finds the windows of an image whose labels would teach a model most.</source>
        <translation>找出影像中最值得标注、对模型训练最有帮助的窗口。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="72"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="75"/>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="75"/>
        <source>Fully labelled areas</source>
        <translation>完整标注区</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="78"/>
        <source>Number of windows</source>
        <translation>窗口数量</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="85"/>
        <source>Longest side of a window, pixels of the model</source>
        <translation>窗口最大边长（模型像素）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="95"/>
        <source>Windows to look at, at most</source>
        <translation>最多查看的窗口数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="98"/>
        <source>Turned and mirrored views of each window</source>
        <translation>每个窗口的旋转和镜像视图</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="100"/>
        <source>Label next</source>
        <translation>接下来标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="103"/>
        <source>Windows found</source>
        <translation>找到的窗口数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="104"/>
        <source>Windows looked at</source>
        <translation>已查看的窗口数</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/processing/suggest.py" line="60"/>
        <source>Finds the windows of an image whose labels would teach a model most: those that it is unsure of, and that are unlike what is labelled already (active learning).

Give the labels and the fully labelled areas that there are: their ground is left out. The windows come as polygons with their rank, uncertain (0 to 1: entropy of the mean answer to the turned and mirrored window), novelty (distance of the network&apos;s deep features from those of labelled ground and of windows of a better rank) and score, the product of both.

Without a graphics card 200 windows are looked at, otherwise 2000, spread evenly over the image.</source>
        <translation>找出影像中标注后对模型最有帮助的窗口，即模型没有把握、且与已标注地面不同的窗口（主动学习）。

请给出已有的标注和完整标注区，其所在地面不再建议。结果为窗口多边形，带有名次（rank）、不确定性（uncertain，0 到 1：对旋转和镜像后的窗口所得平均结果的熵）、新颖度（novelty，网络深层特征与已标注地面及名次更靠前窗口的距离）以及二者之积即得分（score）。

没有显卡时查看 200 个窗口，否则查看 2000 个，均匀分布在影像上。</translation>
    </message>
</context>
<context>
    <name>SuggestTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/suggest_task.py" line="20"/>
        <source>Looking where to label next on {image}</source>
        <translation>正在 {image} 上查找接下来标注的位置</translation>
    </message>
</context>
<context>
    <name>SummaryPage</name>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="28"/>
        <source>What will come of it</source>
        <translation>预期结果</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="31"/>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="43"/>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="94"/>
        <source>Looking at the labels and trying a few steps…</source>
        <translation>正在检查标注并试运行几步…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="124"/>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="138"/>
        <source>{training} to learn from, {validation} to validate with.</source>
        <translation>用于学习：{training}；用于验证：{validation}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="142"/>
        <source>Up to {epochs} epochs of {crops} pieces of the images.</source>
        <translation>最多 {epochs} 轮，每轮 {crops} 个影像块。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="145"/>
        <source>About {time} on {device}, {epoch} an epoch; the map stays usable meanwhile.</source>
        <translation>在 {device} 上约需 {time}，每轮 {epoch}；期间地图可照常使用。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="150"/>
        <source>The model goes to {file}.</source>
        <translation>模型将保存到 {file}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="154"/>
        <source>Good to know</source>
        <translation>注意事项</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/summary_page.py" line="29"/>
        <source>The engine looks at the labels and tries a few steps.</source>
        <translation>引擎检查标注并试运行几步。</translation>
    </message>
</context>
<context>
    <name>TeachPage</name>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="113"/>
        <source>There is no image to label: add a raster layer to the project.</source>
        <translation>没有可标注的影像，请在工程中添加栅格图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="121"/>
        <source>The labels are kept in {file}.</source>
        <translation>标注保存在 {file}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="210"/>
        <source>New label layer</source>
        <translation>新建标注图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="219"/>
        <source>Open labels</source>
        <translation>打开标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="279"/>
        <source>Make a label layer, or open one, to draw landslides on the image.</source>
        <translation>请新建或打开标注图层，以便在影像上绘制滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="283"/>
        <source>{landslides}, {others} not a landslide, {unsure} unsure; {area} fully labelled</source>
        <translation>{landslides}，非滑坡 {others} 处，不确定 {unsure} 处；完整标注 {area}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="302"/>
        <source>This label file has no layer for fully labelled areas: make a new label layer for them.</source>
        <translation>该标注文件没有完整标注区图层，请新建标注图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="317"/>
        <source>Verdicts are kept as labels: make a label layer first, or open one.</source>
        <translation>审核结果将保存为标注，请先新建或打开标注图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="227"/>
        <source>Start the review</source>
        <translation>开始审核</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="333"/>
        <source>Go through the detected landslides, the largest first, and make labels of them.</source>
        <translation>从面积最大的开始逐一审核检测到的滑坡，并将其转为标注。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="337"/>
        <source>Back to the review</source>
        <translation>返回审核</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="338"/>
        <source>{place} of {total}, {left} left</source>
        <translation>第 {place} 处，共 {total} 处，剩余 {left} 处</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="340"/>
        <source>accepted</source>
        <translation>已确认</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="341"/>
        <source>rejected</source>
        <translation>已排除</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.py" line="342"/>
        <source>reshaped</source>
        <translation>已修改边界</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="28"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="35"/>
        <source>Raster layer of the project to draw labels on</source>
        <translation>工程中用于绘制标注的栅格图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="40"/>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="47"/>
        <source>Label layer to draw in, and to keep verdicts in</source>
        <translation>用于绘制标注并保存审核结果的标注图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="55"/>
        <source>New label layer…</source>
        <translation>新建标注图层…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="56"/>
        <source>Make a GeoPackage for landslide labels and fully labelled areas</source>
        <translation>新建用于滑坡标注和完整标注区的 GeoPackage</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="64"/>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="65"/>
        <source>Open a label layer that was made before</source>
        <translation>打开已有的标注图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="81"/>
        <source>Draw</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="86"/>
        <source>Landslide</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="87"/>
        <source>Draw landslides with QGIS&apos;s polygon tool; right-click ends each</source>
        <translation>用 QGIS 的多边形工具绘制滑坡，右键单击结束</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="96"/>
        <source>Not a landslide</source>
        <translation>非滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="97"/>
        <source>Draw what is mistaken for landslides: roads, bare earth, river beds</source>
        <translation>绘制易被误判为滑坡的地物：道路、裸地、河床</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="106"/>
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="107"/>
        <source>Draw what you cannot tell: it is left out of the training</source>
        <translation>绘制无法判断的区域：训练时将忽略</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="116"/>
        <source>Fully labelled area</source>
        <translation>完整标注区</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="117"/>
        <source>Draw an area in which every landslide has been labelled: only there is bare ground learned as no landslide</source>
        <translation>绘制所有滑坡均已标注的区域：仅在此范围内，未标注的地表才作为非滑坡参与训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="203"/>
        <source>Review what was detected</source>
        <translation>审核检测结果</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="210"/>
        <source>Landslides</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="217"/>
        <source>Layer of detected landslides to go through</source>
        <translation>要逐一审核的滑坡检测图层</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="228"/>
        <source>Zoom to one detected landslide after the other; the keys work on the map</source>
        <translation>逐一缩放到检测到的滑坡，可在地图上用按键操作</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="236"/>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="237"/>
        <source>Leave the review for now (Esc); it can be taken up again</source>
        <translation>暂时退出审核（Esc），之后可继续</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="249"/>
        <source>Accept (A)</source>
        <translation>确认 (A)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="250"/>
        <source>It is a landslide: copy it to the labels</source>
        <translation>是滑坡：复制到标注中</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="258"/>
        <source>Reject (R)</source>
        <translation>排除 (R)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="259"/>
        <source>It is none: copy it to the labels as not a landslide</source>
        <translation>不是滑坡：作为“非滑坡”复制到标注中</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="267"/>
        <source>Reshape (E)</source>
        <translation>修改 (E)</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="268"/>
        <source>It is a landslide of another shape: copy it to the labels and move its vertices</source>
        <translation>是滑坡但边界不准：复制到标注中并移动其顶点</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="276"/>
        <source>Previous</source>
        <translation>上一处</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="277"/>
        <source>Go back one landslide (left arrow or backspace)</source>
        <translation>返回上一处滑坡（左方向键或退格键）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="285"/>
        <source>Next</source>
        <translation>下一处</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="286"/>
        <source>Go on to the next landslide (right arrow)</source>
        <translation>转到下一处滑坡（右方向键）</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="303"/>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="315"/>
        <source>Train…</source>
        <translation>训练…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="316"/>
        <source>Train a model with the labels, or see how the training is doing</source>
        <translation>用标注训练模型，或查看训练进展</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="324"/>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="325"/>
        <source>Go on with the training where it was interrupted</source>
        <translation>从中断处继续训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="333"/>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="334"/>
        <source>Forget the training that was interrupted</source>
        <translation>放弃中断的训练</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="128"/>
        <source>Label next</source>
        <translation>接下来标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="135"/>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="144"/>
        <source>The model that is to learn: its doubts tell where to label</source>
        <translation>要训练的模型：其没有把握之处即建议标注之处</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="154"/>
        <source>Where to label next?</source>
        <translation>接下来标注哪里？</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="155"/>
        <source>Search the image for windows that the model is unsure of and that are unlike what is labelled</source>
        <translation>在影像中查找模型没有把握、且与已标注地面不同的窗口</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="168"/>
        <source>Go back one window</source>
        <translation>返回上一个窗口</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="177"/>
        <source>Go on to the next window</source>
        <translation>前往下一个窗口</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="185"/>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/teach_page.ui" line="186"/>
        <source>Everything in the window is labelled: make it a fully labelled area and go on</source>
        <translation>窗口内已全部标注：将其设为完整标注区并继续</translation>
    </message>
</context>
<context>
    <name>TrainTask</name>
    <message>
        <location filename="../landslide_plugin/tasks/train_task.py" line="26"/>
        <source>Looking at the training data</source>
        <translation>正在检查训练数据</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/tasks/train_task.py" line="57"/>
        <source>Training the landslide model &apos;{title}&apos;</source>
        <translation>正在训练滑坡模型“{title}”</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/tasks/train_task.py" line="40"/>
        <source>Drawing what the network is shown</source>
        <translation>正在绘制网络将看到的影像块</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="21"/>
        <source>Done: {epochs} epochs in {time}, the best was epoch {best}.</source>
        <translation>完成：{epochs} 轮，用时 {time}，最佳为第 {best} 轮。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="26"/>
        <source>It was ended after {epochs} epochs.</source>
        <translation>在 {epochs} 轮后结束。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="29"/>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="31"/>
        <source>Measuring the best epoch…</source>
        <translation>正在评估最佳轮次…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="33"/>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="35"/>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="37"/>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="48"/>
        <source>On the ground held back</source>
        <translation>在留出的地面上</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="51"/>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="52"/>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="54"/>
        <source>Before</source>
        <translation>训练前</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="55"/>
        <source>After</source>
        <translation>训练后</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="61"/>
        <source>Ground counts as landslide from a probability of {threshold} on.</source>
        <translation>概率达到 {threshold} 即判定为滑坡。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="81"/>
        <source>The model &apos;{title}&apos; is trained: IoU {after} on ground held back.</source>
        <translation>模型“{title}”已训练完成：在留出的地面上 IoU 为 {after}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="85"/>
        <source>The model &apos;{title}&apos; is trained: IoU {after} on ground held back, {before} before.</source>
        <translation>模型“{title}”已训练完成：在留出的地面上 IoU 为 {after}，训练前为 {before}。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/training.py" line="76"/>
        <source>Another QGIS window trains &apos;{name}&apos; now: wait for it, or choose another name.</source>
        <translation>另一个 QGIS 窗口正在训练“{name}”：请等它完成，或换一个名称。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/telling.py" line="66"/>
        <source>Too few landslides, or no ground without them, were held back for these figures to be reliable.</source>
        <translation>留出的滑坡过少，或没有留出滑坡以外的地面，这些指标不可靠。</translation>
    </message>
</context>
<context>
    <name>TrainingDesk</name>
    <message>
        <location filename="../landslide_plugin/gui/training/desk.py" line="109"/>
        <source>Show the training…</source>
        <translation>查看训练…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/desk.py" line="109"/>
        <source>Train…</source>
        <translation>训练…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/desk.py" line="115"/>
        <source>The training &apos;{name}&apos; was interrupted after {epochs} epochs.</source>
        <translation>训练“{name}”在 {epochs} 轮后中断。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/desk.py" line="119"/>
        <source>Make a model that knows your landslides, from the labels.</source>
        <translation>用标注训练能识别您的滑坡的模型。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/desk.py" line="168"/>
        <source>Use it now</source>
        <translation>立即使用</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/desk.py" line="172"/>
        <source>The training was cancelled.</source>
        <translation>训练已取消。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/desk.py" line="97"/>
        <source>Discard the training &apos;{name}&apos;? What it has learned in {epochs} epochs is lost.</source>
        <translation>要放弃训练“{name}”吗？它在 {epochs} 轮中学到的内容将会丢失。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/desk.py" line="98"/>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
</context>
<context>
    <name>TrainingFiles</name>
    <message>
        <location filename="../landslide_plugin/gui/training/files.py" line="109"/>
        <source>{file} cannot be written ({reason}): choose another folder.</source>
        <translation>无法写入 {file}（{reason}），请选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>TrainingWizard</name>
    <message>
        <location filename="../landslide_plugin/gui/training/wizard.py" line="53"/>
        <source>Train a landslide model</source>
        <translation>训练滑坡模型</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/wizard.py" line="57"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/wizard.py" line="108"/>
        <source>The folder {folder} cannot be made ({reason}): make room or correct its permissions.</source>
        <translation>无法创建文件夹 {folder}（{reason}），请腾出空间或修改其权限。</translation>
    </message>
</context>
<context>
    <name>ValidationAreas</name>
    <message>
        <location filename="../landslide_plugin/layers/labelling/validation_areas.py" line="44"/>
        <source>No ground to validate on is drawn yet: draw a rectangle, or take square blocks.</source>
        <translation>尚未绘制用于验证的范围，请绘制矩形或改用方块。</translation>
    </message>
</context>
<context>
    <name>ValidationChooser</name>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="50"/>
        <source>Held back to validate</source>
        <translation>留作验证</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="56"/>
        <source>Share</source>
        <translation>比例</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="58"/>
        <source>Show on the map</source>
        <translation>在地图上显示</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="77"/>
        <source>No ground to validate on is drawn yet: draw a rectangle on the map.</source>
        <translation>尚未绘制用于验证的范围，请在地图上绘制矩形。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="83"/>
        <source>There is no polygon to validate on: choose a layer that holds some.</source>
        <translation>没有可用于验证的多边形，请选择含有多边形的图层。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="104"/>
        <source>Square blocks, drawn by lot</source>
        <translation>随机抽取的方块</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="105"/>
        <source>Rectangles that I draw</source>
        <translation>自行绘制的矩形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="106"/>
        <source>Polygons of a layer</source>
        <translation>图层中的多边形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="107"/>
        <source>Ground that is never learned from; the model is measured on it</source>
        <translation>不参与学习、只用于评估模型的范围</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="112"/>
        <source>Share of the labelled ground, in square blocks, that is never learned from and only measured on</source>
        <translation>标注范围中按方块留出、不参与学习而仅用于评估的比例</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="117"/>
        <source>Draw…</source>
        <translation>绘制…</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="118"/>
        <source>Drag a rectangle on the map; this window comes back afterwards</source>
        <translation>在地图上拖动绘制矩形，完成后本窗口会重新出现</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="120"/>
        <source>Forget the rectangles</source>
        <translation>清除矩形</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/validation_chooser.py" line="158"/>
        <source>Rectangles: {count}</source>
        <translation>矩形：{count}</translation>
    </message>
</context>
<context>
    <name>WindowWalk</name>
    <message>
        <location filename="../landslide_plugin/gui/teach/window_walk.py" line="100"/>
        <source>All {count} windows are fully labelled: save the labels, train, and ask again.</source>
        <translation>全部 {count} 个窗口均已完整标注，请保存标注、训练，然后再次查找。</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/window_walk.py" line="101"/>
        <source>Save the labels</source>
        <translation>保存标注</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/teach/window_walk.py" line="143"/>
        <source>The labels are saved.</source>
        <translation>标注已保存。</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="35"/>
        <source>{area} m²</source>
        <translation>{area} m²</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="36"/>
        <source>{area} km²</source>
        <translation>{area} km²</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="41"/>
        <source>{count} pixels</source>
        <translation>{count} 像素</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="54"/>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="51"/>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="53"/>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="65"/>
        <source>No landslide</source>
        <translation>0 处滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="67"/>
        <source>1 landslide</source>
        <translation>1 处滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="68"/>
        <source>{count} landslides</source>
        <translation>{count} 处滑坡</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="75"/>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="77"/>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="78"/>
        <source>GPU {index}</source>
        <translation>GPU {index}</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/wording.py" line="29"/>
        <source>Recommended: {model}</source>
        <translation>推荐：{model}</translation>
    </message>
</context>
<context>
    <name>_Strip</name>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="187"/>
        <source>Image</source>
        <translation>影像</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="187"/>
        <source>Truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="187"/>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <location filename="../landslide_plugin/gui/training/run_page.py" line="195"/>
        <source>What the model sees on ground that it does not learn from, after each epoch.</source>
        <translation>每轮之后，模型在未参与学习的地面上的识别结果。</translation>
    </message>
</context>
</TS>
