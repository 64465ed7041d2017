// A still life by a window: fruit in a glazed bowl, a bottle, a copper jug, a
// goblet and a knife on a draped table. The unit here is the decimetre.
// SPDX-License-Identifier: MIT

#version 3.7;
#include "common.inc"

global_settings {
  assumed_gamma 1.0
  max_trace_level 7
  radiosity {
    pretrace_start 0.08 pretrace_end 0.01
    count 60 nearest_count 6 error_bound 0.9 recursion_limit 1
    low_error_factor 0.7 gray_threshold 0.1 minimum_reuse 0.012 brightness 1
  }
}

#declare Chance = seed(1669);

camera {
  location <1.2, 6.4, -18>
  right x * image_width / image_height
  direction z
  angle 43
  look_at <0.1, 2.15, 0.4>
}

// The window, out of the picture on the left.
light_source {
  <-17, 13, -6>
  color rgb <1.0, 0.93, 0.80> * 1.75
  area_light <3, 0, -7>, <0, 9, 0>, 5, 5 adaptive 1 jitter
  fade_distance 24 fade_power 2
}
light_source { <16, 10, -22> color rgb <0.5, 0.6, 0.8> * 0.07 shadowless }
// What bright things reflect: the window again, seen and not lighting.
union {
  #for (Row, 0, 2)
    #for (Column, 0, 1)
      box { <-1.9, -1.5, 0> <1.9, 1.5, 0.1> translate <Column * 4.3 - 2.15, Row * 3.5 - 3.5, 0> }
    #end
  #end
  pigment { color rgb <0.85, 0.95, 1.1> }
  finish { ambient 0 diffuse 0 emission 2.6 }
  rotate -66 * y
  translate <-18, 12, -6.5>
  no_shadow no_radiosity
}

sky_sphere { pigment { gradient y color_map { [0 color rgb <0.20, 0.14, 0.09>] [1 color rgb <0.30, 0.27, 0.22>] } } }

// ------------------------------------------------------------ wall and table

plane {
  z, 9
  texture {
    pigment {
      function { FineFractal(x * 0.22, y * 0.22, 0.5) }
      color_map {
        [0.28 color srgb <0.33, 0.29, 0.23>]
        [0.45 color srgb <0.50, 0.45, 0.35>]
        [0.55 color srgb <0.58, 0.53, 0.43>]
        [0.72 color srgb <0.70, 0.63, 0.51>]
      }
    }
    normal { average normal_map { [1 granite 0.25 scale 3] [1 bumps 0.5 scale 0.15] } }
    finish { ambient 0 diffuse 0.72 }
  }
}

box {
  <-14, -0.7, -4.1> <14, -0.02, 8>
  texture {
    pigment {
      wood turbulence 0.06 scale <0.35, 0.35, 9> rotate 91 * y translate <0, 0.3, 0>
      color_map { [0 color srgb <0.36, 0.22, 0.12>] [0.6 color srgb <0.48, 0.30, 0.17>] [1 color srgb <0.28, 0.16, 0.09>] }
    }
    normal { wrinkles 0.15 scale <2, 0.1, 0.1> }
    finish { ambient 0 diffuse 0.7 specular 0.3 roughness 0.03 reflection { 0.01, 0.12 } }
  }
}

// Linen: lies on the table, bends over its edge and hangs in folds.
#declare Fold = function(u, v) {
  0.20 * (Fractal(u * 7, v * 3, 1.7) - 0.35)
  + 0.34 * pow(max(0, sin(9 * u + 4.5 * v + 3.2 * Fractal(u * 3, v * 2, 6.2))), 3) * (0.22 + 0.78 * v)
  + 0.26 * pow(max(0, sin(17 * u - 6 * v + 4.6 * Fractal(u * 2.5, v * 3, 2.8))), 4) * (0.15 + 0.85 * v)
}
#declare Over = function(v) { max(0, v - 0.66) }
#declare LinenX = function(u, v) { -8.6 + 12.5 * u + 1.8 * (v - 0.5) + 0.3 * sin(7 * v) + 0.5 * (Fractal(u * 3, v * 3, 9.1) - 0.5) }
#declare LinenY = function(u, v) { 0.03 + max(0, Fold(u, v)) * (1 - min(1, 12 * Over(v))) - 13 * max(0, Over(v) - 0.02) - 3 * Over(v) * min(1, Over(v) / 0.04) * 0.05 }
#declare LinenZ = function(u, v) { 4.6 - 13.6 * min(v, 0.66) + 0.03 - 0.28 * min(1, Over(v) / 0.03) - min(1, 9 * Over(v)) * (0.2 + 2.4 * Fold(u, v)) }
object {
  Sheet(LinenX, LinenY, LinenZ, 200, 150)
  texture {
    pigment { color srgb <0.90, 0.87, 0.80> }
    normal {
      average
      normal_map {
        [1 gradient x 0.25 scallop_wave scale 0.045]
        [1 gradient z 0.25 scallop_wave scale 0.045]
        [2 bumps 0.35 scale 0.5]
      }
    }
    finish { ambient 0 diffuse 0.70 }
  }
}

// A dark blue velvet hangs from the wall on the right and runs onto the table.
#declare Pleat = function(u, v) {
  0.75 * sin(26 * u + 3.0 * Fractal(u * 4, v * 1.6, 3.3) + 1.2 * v) * (0.45 + 0.55 * v)
  + 0.22 * sin(55 * u + 5 * Fractal(u * 3, v * 2.5, 8.3)) + 0.5 * (Fractal(u * 3, v * 4, 5.5) - 0.5)
}
#declare VelvetX = function(u, v) { 2.8 + 9.0 * u + 2.2 * (1 - v) * (1 - u) - 0.9 * pow(v, 3) * (1 - u) + 0.3 * Pleat(u + 0.1, v) }
#declare VelvetY = function(u, v) { 13.5 - 13.3 * min(1, v / 0.8) + 0.3 * max(0, Pleat(u, v)) * min(1, max(0, 8 * (v - 0.75))) }
#declare VelvetZ = function(u, v) { 7.2 - 7.6 * max(0, v - 0.78) / 0.22 * (1.1 - 0.3 * u) - 0.7 * sin(3 * u) * v + Pleat(u, v) * (1 - 0.6 * min(1, max(0, 6 * (v - 0.8)))) }
object {
  Sheet(VelvetX, VelvetY, VelvetZ, 200, 90)
  texture {
    pigment {
      function { FineFractal(x * 1.2, y * 1.2, z * 1.2) }
      color_map { [0.3 color srgb <0.05, 0.10, 0.22>] [0.7 color srgb <0.10, 0.19, 0.34>] }
    }
    normal { bumps 0.3 scale 0.06 }
    finish { ambient 0 diffuse 0.8 specular 0.05 roughness 0.15 }
  }
}

// ------------------------------------------------------------------ vessels

#declare Glaze = finish { ambient 0 diffuse 0.72 specular 0.6 roughness 0.004 reflection { 0.03, 0.45 fresnel on } conserve_energy }

#declare Bowl = object {
   Turned(array[15] { <0.2, -0.2>, <0.0, 0.16>, <0.9, 0.12>, <1.15, 0.0>, <1.28, 0.05>, <1.3, 0.25>, <1.75, 0.55>, <2.35, 1.05>, <2.72, 1.65>, <2.86, 1.82>, <2.74, 1.80>, <2.25, 1.18>, <1.4, 0.62>, <0.0, 0.42>, <-0.6, 0.4> })
   texture {
    pigment {
      function { mod(atan2(z, x) / (2 * pi) * 14 + 14, 1) }
      pigment_map {
        [0.00 color srgb <0.90, 0.90, 0.87>]
        [0.42 function { sin(y * 9 + 2 * Noise(x * 3, y * 3, z * 3)) * 0.5 + 0.5 }
          color_map { [0.80 color srgb <0.90, 0.90, 0.87>] [0.86 color srgb <0.15, 0.25, 0.55>] }]
        [0.58 function { sin(y * 9 + 2 * Noise(x * 3, y * 3, z * 3)) * 0.5 + 0.5 }
          color_map { [0.50 color srgb <0.88, 0.88, 0.86>] [0.62 color srgb <0.10, 0.20, 0.50>] }]
        [1.00 color srgb <0.90, 0.90, 0.87>]
      }
    }
    normal { bumps 0.03 scale 0.6 }
    finish { Glaze }
  }
  interior { ior 1.45 }
}
#declare BowlAt = <-1.7, 0.15, 0.4>;
object { Bowl translate BowlAt }
torus { 2.83, 0.055 translate BowlAt + 1.81 * y pigment { color srgb <0.12, 0.22, 0.50> } finish { Glaze } interior { ior 1.45 } }
torus { 1.32, 0.04 translate BowlAt + 0.22 * y pigment { color srgb <0.12, 0.22, 0.50> } finish { Glaze } interior { ior 1.45 } }

// The bottle: green glass with wine in it, a label and a cork.
union {
  object {
    Turned(array[22] { <0.5, -0.3>, <0.0, 0.0>, <0.92, 0.0>, <1.02, 0.15>, <1.03, 2.0>, <1.02, 4.1>, <0.86, 4.75>, <0.45, 5.3>, <0.38, 5.9>, <0.37, 7.0>, <0.44, 7.05>, <0.43, 7.3>, <0.29, 7.3>, <0.28, 5.9>, <0.36, 5.2>, <0.76, 4.65>, <0.92, 4.0>, <0.93, 2.0>, <0.92, 0.4>, <0.6, 0.25>, <0.0, 0.45>, <-0.5, 0.5> })
    pigment { color rgbf <0.42, 0.62, 0.30, 0.90> }
    finish { ambient 0 diffuse 0.08 specular 0.8 roughness 0.002 reflection { 0.02, 0.9 fresnel on } conserve_energy }
    interior { ior 1.5 fade_distance 0.35 fade_power 1001 fade_color <0.05, 0.20, 0.03> }
  }
  cylinder { <0, 0.5, 0>, <0, 3.6, 0>, 0.915 pigment { color rgb <0.03, 0.004, 0.008> } finish { ambient 0 diffuse 0.6 specular 0.3 } }
  cylinder { <0, 6.6, 0>, <0, 7.62, 0>, 0.27 pigment { granite scale 0.4 color_map { [0 color srgb <0.42, 0.28, 0.16>] [0.6 color srgb <0.76, 0.60, 0.42>] } } normal { granite 0.5 scale 0.2 } finish { ambient 0 diffuse 0.8 } }
  // The label is a thin shell over a third of the turn.
  difference {
    cylinder { <0, 1.1, 0>, <0, 3.3, 0>, 1.045 }
    cylinder { <0, 1.0, 0>, <0, 3.4, 0>, 1.035 }
    plane { -z, 0.3 }
    texture {
      pigment {
        gradient y scale 2.2 translate 1.1 * y
        color_map {
          [0.00 color srgb <0.80, 0.72, 0.55>] [0.08 color srgb <0.82, 0.75, 0.58>] [0.08 color srgb <0.45, 0.12, 0.10>] [0.10 color srgb <0.45, 0.12, 0.10>]
          [0.10 color srgb <0.86, 0.80, 0.64>] [0.34 color srgb <0.86, 0.80, 0.64>] [0.34 color srgb <0.30, 0.24, 0.18>] [0.37 color srgb <0.30, 0.24, 0.18>]
          [0.37 color srgb <0.86, 0.80, 0.64>] [0.44 color srgb <0.86, 0.80, 0.64>] [0.44 color srgb <0.30, 0.24, 0.18>] [0.46 color srgb <0.30, 0.24, 0.18>]
          [0.46 color srgb <0.86, 0.80, 0.64>] [0.60 color srgb <0.86, 0.80, 0.64>] [0.60 color srgb <0.45, 0.12, 0.10>] [0.80 color srgb <0.50, 0.14, 0.11>]
          [0.80 color srgb <0.86, 0.80, 0.64>] [1.00 color srgb <0.82, 0.75, 0.58>]
        }
      }
      normal { granite 0.08 scale 0.5 }
      finish { ambient 0 diffuse 0.8 }
    }
    rotate -28 * y
  }
  translate <2.55, 0.12, 2.6>
}

// A copper jug with a beaten wall and a handle.
#declare Copper = texture {
  pigment {
    function { FineFractal(x * 0.7, y * 0.7, z * 0.7) }
    color_map { [0.30 color srgb <0.36, 0.20, 0.14>] [0.46 color srgb <0.72, 0.40, 0.25>] [0.65 color srgb <0.86, 0.54, 0.36>] }
  }
  normal { crackle 0.12 form <1, 0, 0> scale 0.32 }
  finish { ambient 0 diffuse 0.28 specular 0.7 roughness 0.015 metallic reflection { 0.48 metallic } }
}
union {
  object {
    Turned(array[14] { <0.5, -0.2>, <0.0, 0.0>, <0.95, 0.0>, <1.1, 0.1>, <1.55, 1.0>, <1.62, 1.7>, <1.25, 2.7>, <0.85, 3.3>, <0.82, 3.8>, <1.12, 4.35>, <1.08, 4.36>, <0.76, 3.8>, <0.76, 3.3>, <1.2, 2.6> })
    }
  torus { 1.11, 0.06 translate 4.36 * y }
  torus { 1.03, 0.07 translate 0.06 * y }
  torus { 0.86, 0.05 translate 3.35 * y }
  sphere_sweep {
    b_spline 8,
    <-0.7, 3.9, 0>, 0.13, <-0.95, 4.2, 0>, 0.13, <-1.7, 4.5, 0>, 0.13, <-2.35, 3.8, 0>, 0.15, <-2.3, 2.7, 0>, 0.14, <-1.8, 1.9, 0>, 0.12, <-1.45, 1.7, 0>, 0.11, <-1.2, 1.6, 0>, 0.1
    tolerance 0.001
  }
  texture { Copper }
  rotate 28 * y
  translate <-5.4, 0.12, 3.1>
}

// A goblet, half full.
#declare ClearGlass = texture {
  pigment { color rgbf <0.97, 0.99, 0.98, 0.97> }
  finish { ambient 0 diffuse 0.02 specular 0.9 roughness 0.001 reflection { 0.02, 1 fresnel on } conserve_energy }
}
union {
  object {
    Turned(array[18] { <0.3, 0.05>, <0.0, 0.02>, <0.95, 0.02>, <1.0, 0.06>, <0.5, 0.14>, <0.14, 0.35>, <0.11, 1.2>, <0.13, 1.7>, <0.5, 1.98>, <0.92, 2.5>, <1.0, 3.1>, <0.86, 4.0>, <0.83, 4.01>, <0.95, 3.1>, <0.87, 2.53>, <0.46, 2.06>, <0.0, 1.95>, <-0.4, 1.95> })
    texture { ClearGlass } interior { ior 1.5 }
  }
  object {
    Turned(array[8] { <-0.2, 1.96>, <0.0, 1.965>, <0.45, 2.07>, <0.855, 2.54>, <0.925, 2.95>, <0.92, 2.96>, <0.0, 2.96>, <-0.5, 2.96> })
    pigment { color rgbf <0.88, 0.60, 0.18, 0.9> }
    finish { ambient 0 diffuse 0.05 specular 0.5 reflection { 0.01, 0.6 fresnel on } conserve_energy }
    interior { ior 1.34 }
  }
  translate <4.35, 0.1, -0.1>
}

// -------------------------------------------------------------------- fruit

#macro Apple(Ground, Blush)
  union {
    object {
      Turned(array[13] { <-0.3, 0.5>, <0.0, 0.16>, <0.18, 0.08>, <0.5, 0.06>, <0.85, 0.45>, <0.98, 0.95>, <0.92, 1.4>, <0.62, 1.72>, <0.32, 1.74>, <0.12, 1.60>, <0.03, 1.48>, <0.0, 1.46>, <-0.2, 1.4> })
      texture {
        pigment {
          function { 0.55 * Fractal(atan2(z, x) * 9, y * 0.6, 1.5) + 0.45 * Fractal(x * 0.8 + 3, y * 0.8, z * 0.8) + 0.22 * x }
          color_map { [0.28 color Ground] [0.45 color (Ground + Blush) / 2] [0.60 color Blush] [0.85 color Blush * 0.6] }
        }
        finish { ambient 0 diffuse 0.72 specular 0.35 roughness 0.012 reflection { 0.01, 0.25 fresnel on } }
      }
      interior { ior 1.4 }
    }
    sphere_sweep {
      cubic_spline 5, <0, 1.2, 0>, 0.05, <0, 1.45, 0>, 0.05, <0.04, 1.7, 0>, 0.04, <0.14, 1.98, 0>, 0.055, <0.2, 2.1, 0>, 0.05
      pigment { color srgb <0.28, 0.19, 0.10> } finish { ambient 0 diffuse 0.8 }
    }
  }
#end

#macro Pear(Ground, Blush)
  union {
    object {
      Turned(array[13] { <-0.3, 0.3>, <0.0, 0.12>, <0.2, 0.04>, <0.62, 0.12>, <0.98, 0.6>, <1.02, 1.05>, <0.82, 1.6>, <0.52, 2.1>, <0.40, 2.5>, <0.28, 2.75>, <0.08, 2.82>, <0, 2.80>, <-0.2, 2.7> })
      texture {
        pigment {
          function { FineFractal(x * 1.1, y * 0.9, z * 1.1) + 0.14 * x }
          color_map { [0.30 color Ground * 0.8] [0.48 color Ground] [0.62 color (Ground + Blush) / 2] [0.80 color Blush] }
        }
        finish { ambient 0 diffuse 0.75 specular 0.22 roughness 0.03 }
      }
      texture {
        pigment {
          bozo scale 0.045
          color_map { [0.70 color rgbt <0, 0, 0, 1>] [0.78 color srgbt <0.36, 0.26, 0.12, 0.45>] }
        }
        finish { ambient 0 diffuse 0.75 }
      }
    }
    sphere_sweep {
      cubic_spline 5, <0, 2.6, 0>, 0.06, <0, 2.78, 0>, 0.06, <0.06, 3.1, 0>, 0.05, <0.22, 3.45, 0>, 0.07, <0.3, 3.6, 0>, 0.05
      pigment { color srgb <0.27, 0.18, 0.09> } normal { wrinkles 0.5 scale 0.05 } finish { ambient 0 diffuse 0.8 }
    }
  }
#end

#macro Orange()
  union {
    sphere {
      0, 1 scale <1, 0.93, 1>
      texture {
        pigment {
          function { FineFractal(x * 1.2, y * 1.2, z * 1.2) }
          color_map { [0.3 color srgb <0.88, 0.40, 0.05>] [0.7 color srgb <0.97, 0.58, 0.12>] }
        }
        normal { average normal_map { [1.5 crackle -0.45 form <1, 0, 0> scale 0.07] [1 bumps 0.2 scale 0.3] } }
        finish { ambient 0 diffuse 0.75 specular 0.35 roughness 0.03 }
      }
    }
    cylinder { <0, 0.90, 0>, <0, 0.96, 0>, 0.09 pigment { color srgb <0.35, 0.40, 0.16> } finish { ambient 0 diffuse 0.8 } }
  }
#end

#declare Red = <0.46, 0.035, 0.025>;
#declare Yellow = <0.78, 0.50, 0.08>;
#declare Green = <0.42, 0.46, 0.08>;

// In the bowl.
object { Orange() rotate <20, 0, 30> translate BowlAt + <-1.05, 1.75, -0.75> }
object { Orange() rotate <-30, 40, -20> scale 0.95 translate BowlAt + <0.15, 1.70, 1.1> }
object { Apple(Yellow, Red) rotate <-18, 150, -22> translate BowlAt + <0.75, 1.05, -0.85> }
object { Apple(Green, <0.62, 0.30, 0.06>) rotate <14, 20, 16> translate BowlAt + <-1.15, 1.10, 0.95> }
object { Apple(Yellow, Red) rotate <22, 70, -10> scale 0.98 translate BowlAt + <-0.10, 2.20, -0.05> }
object { Pear(<0.62, 0.50, 0.10>, <0.55, 0.20, 0.06>) rotate <0, 30, -52> scale 0.98 translate BowlAt + <0.45, 1.95, 0.55> }

// On the table.
object { Pear(<0.58, 0.50, 0.10>, <0.60, 0.22, 0.06>) rotate 40 * y rotate <0, 0, 3> translate <1.75, 0.22, -0.8> }
object { Pear(<0.50, 0.46, 0.09>, <0.42, 0.30, 0.08>) rotate -84 * z translate <0, 0, 0> rotate 28 * y translate <2.3, 1.18, -2.3> }
object { Apple(<0.72, 0.55, 0.12>, <0.55, 0.06, 0.03>) rotate <0, 200, 6> translate <-5.4, 0.18, -0.2> }
object { Orange() rotate <60, 20, 0> translate <6.3, 1.02, 0.9> }

// A lemon, cut, with its other half lying by.
#declare LemonSkin = texture {
  pigment { function { Fractal(x * 2, y * 2, z * 2) } color_map { [0.3 color srgb <0.90, 0.70, 0.08>] [0.7 color srgb <0.98, 0.86, 0.24>] } }
  normal { average normal_map { [1.5 crackle -0.4 form <1, 0, 0> scale 0.08] [1 bumps 0.2 scale 0.3] } }
  finish { ambient 0 diffuse 0.78 specular 0.3 roughness 0.03 }
}
#declare HalfLemon = union {
  difference {
    sphere { 0, 0.86 scale <1.0, 1.22, 1.0> }
    plane { -y, 0 }
    texture { LemonSkin }
  }
  cone { <0, -0.98, 0>, 0.30, <0, -1.22, 0>, 0.08 texture { LemonSkin } }
  cylinder { <0, -0.02, 0>, <0, 0.004, 0>, 0.84 pigment { color srgb <0.96, 0.92, 0.74> } finish { ambient 0 diffuse 0.8 } }
  #for (Segment, 0, 8)
    intersection {
      cylinder { <0, -0.1, 0>, <0, 0.012, 0>, 0.74 }
      plane { -z, -0.035 }
      plane { z, -0.035 rotate -40 * y }
      rotate Segment * 40 * y
      texture {
        pigment { wood scale 0.02 turbulence 0.6 color_map { [0 color srgb <0.95, 0.80, 0.28>] [1 color srgb <0.98, 0.90, 0.50>] } }
        normal { wrinkles 0.4 scale 0.08 }
        finish { ambient 0 diffuse 0.75 specular 0.6 roughness 0.01 }
      }
    }
  #end
}
object { HalfLemon rotate <-62, -24, 0> translate <-3.5, 0.98, -1.9> }
object { HalfLemon rotate <0, 0, 104> rotate 40 * y translate <-5.0, 0.95, -2.3> }

// Grapes: spheres that keep apart, thick at the stalk and thin at the tip.
#declare Grapes = 74;
#declare GrapeAt = array[Grapes];
#declare Count = 0;
#declare Tries = 0;
#while (Count < Grapes & Tries < 30000)
  #declare Tries = Tries + 1;
  #declare T = rand(Chance);
  #declare Wide = 1.05 * (1 - 0.72 * T);
  #declare Turn = 2 * pi * rand(Chance);
  #declare Place = <-1.7 + 3.6 * T, 0.30 + (0.55 + 0.75 * (1 - T)) * rand(Chance), Wide * cos(Turn) * sqrt(rand(Chance))>;
  #declare Free = 1;
  #for (I, 0, Count - 1)
    #if (vlength(Place - GrapeAt[I]) < 0.50) #declare Free = 0; #end
  #end
  #if (Free)
    #declare GrapeAt[Count] = Place;
    #declare Count = Count + 1;
  #end
#end
union {
  #for (I, 0, Count - 1)
    sphere {
      0, 0.31 scale <1.0, 1.06, 1.0>
      rotate <360 * rand(Chance), 360 * rand(Chance), 0>
      translate GrapeAt[I]
      texture {
        #declare Skin = Varied(<0.075, 0.012, 0.055>, 0.55, Chance);
        pigment {
          function { Fractal(x * 2.5, y * 2.5, z * 2.5) }
          color_map { [0.35 color Skin] [0.62 color Skin * 1.6 + 0.03] [0.80 color srgb <0.42, 0.40, 0.52>] }
        }
        finish { ambient 0 diffuse 0.8 specular 0.5 roughness 0.008 reflection { 0.01, 0.3 fresnel on } }
      }
      interior { ior 1.4 }
    }
  #end
  sphere_sweep {
    cubic_spline 5, <-1.0, 0.8, 0>, 0.06, <-1.4, 1.2, 0>, 0.06, <-1.9, 1.55, 0.1>, 0.05, <-2.4, 1.5, 0.25>, 0.07, <-2.7, 1.4, 0.3>, 0.06
    pigment { color srgb <0.36, 0.32, 0.14> } finish { ambient 0 diffuse 0.8 }
  }
  rotate 34 * y
  translate <-0.9, 0.02, -3.0>
}

// The knife lies over the edge of the table.
union {
  intersection {
    cylinder { <0, -0.05, 2.2>, <0, 0.05, 2.2>, 2.6 }
    box { <-1.4, -0.02, -0.35> <2.1, 0.02, 0.28> }
    pigment { color rgb 0.6 }
    finish { ambient 0 diffuse 0.25 specular 0.8 roughness 0.01 metallic reflection 0.6 }
  }
  superellipsoid {
    <0.3, 0.3> scale <1.0, 0.12, 0.2> translate <-2.3, 0, 0>
    pigment { wood turbulence 0.1 scale 0.08 rotate 88 * y color_map { [0 color srgb <0.22, 0.12, 0.07>] [1 color srgb <0.36, 0.20, 0.11>] } }
    finish { ambient 0 diffuse 0.7 specular 0.4 roughness 0.02 }
  }
  rotate 62 * y
  rotate -3 * x
  translate <5.2, 0.22, -3.0>
}
