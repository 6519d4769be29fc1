<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.40.6-Bratislava" styleCategories="Symbology">
  <pipe-data-defined-properties>
    <Option type="Map">
      <Option name="name" value="" type="QString"/>
      <Option name="properties"/>
      <Option name="type" value="collection" type="QString"/>
    </Option>
  </pipe-data-defined-properties>
  <pipe>
    <provider>
      <resampling zoomedOutResamplingMethod="nearestNeighbour" enabled="false" zoomedInResamplingMethod="nearestNeighbour" maxOversampling="2"/>
    </provider>
    <rasterrenderer alphaBand="-1" opacity="1" type="singlebandpseudocolor" classificationMin="0" classificationMax="1" nodataColor="" band="1">
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <rastershader>
        <colorrampshader colorRampType="INTERPOLATED" minimumValue="0" maximumValue="1" classificationMode="1" labelPrecision="6" clip="0">
          <colorramp name="[source]" type="gradient">
            <Option type="Map">
              <Option name="color1" value="255,245,196,0,rgb:1,0.96078431372549022,0.7686274509803922,0" type="QString"/>
              <Option name="color2" value="127,0,34,205,rgb:0.49803921568627452,0,0.13333333333333333,0.80392156862745101" type="QString"/>
              <Option name="direction" value="ccw" type="QString"/>
              <Option name="discrete" value="0" type="QString"/>
              <Option name="rampType" value="gradient" type="QString"/>
              <Option name="spec" value="rgb" type="QString"/>
              <Option name="stops" value="0.15;255,224,138,64,rgb:1,0.8784313725490196,0.54117647058823526,0.25098039215686274;rgb;ccw:0.35;253,174,75,144,rgb:0.99215686274509807,0.68235294117647061,0.29411764705882354,0.56470588235294117;rgb;ccw:0.5;244,112,47,192,rgb:0.95686274509803926,0.4392156862745098,0.18431372549019609,0.75294117647058822;rgb;ccw:0.75;215,38,30,200,rgb:0.84313725490196079,0.14901960784313725,0.11764705882352941,0.78431372549019607;rgb;ccw" type="QString"/>
            </Option>
          </colorramp>
          <item value="0" color="#fff5c4" alpha="0" label="0"/>
          <item value="0.15" color="#ffe08a" alpha="64" label="0.15"/>
          <item value="0.35" color="#fdae4b" alpha="144" label="0.35"/>
          <item value="0.5" color="#f4702f" alpha="192" label="0.5"/>
          <item value="0.75" color="#d7261e" alpha="200" label="0.75"/>
          <item value="1" color="#7f0022" alpha="205" label="1"/>
          <rampLegendSettings suffix="" maximumLabel="" direction="0" useContinuousLegend="1" minimumLabel="" prefix="" orientation="2">
            <numericFormat id="basic">
              <Option type="Map">
                <Option name="decimal_separator" type="invalid"/>
                <Option name="decimals" value="6" type="int"/>
                <Option name="rounding_type" value="0" type="int"/>
                <Option name="show_plus" value="false" type="bool"/>
                <Option name="show_thousand_separator" value="true" type="bool"/>
                <Option name="show_trailing_zeros" value="false" type="bool"/>
                <Option name="thousand_separator" type="invalid"/>
              </Option>
            </numericFormat>
          </rampLegendSettings>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast contrast="0" brightness="0" gamma="1"/>
    <huesaturation colorizeOn="0" grayscaleMode="0" invertColors="0" colorizeGreen="128" colorizeRed="255" colorizeBlue="128" saturation="0" colorizeStrength="100"/>
    <rasterresampler maxOversampling="2"/>
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
