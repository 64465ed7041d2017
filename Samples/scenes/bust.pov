// A portrait: the painted plaster head of a young woman, with a headscarf, a
// pearl and a draped shawl, in the light of a window.
// The head is one isosurface of smoothly joined ellipsoids. Its unit is about
// a head's half height; she looks towards -z, +x is on the right of the picture.
// SPDX-License-Identifier: MIT

#version 3.7;
#include "common.inc"

global_settings { assumed_gamma 1.0 max_trace_level 5 }

#declare Chance = seed(1665);

camera {
  location <-0.55, 0.10, -8.2>
  right x * image_width / image_height
  direction z
  angle 24
  look_at <0.10, -0.36, 0>
}

light_source {
  <-7.5, 5.2, -7.0>
  color rgb <1.0, 0.90, 0.76> * 2.1
  area_light <2.0, 0, -2.0>, <0, 2.8, 0>, 4, 4 adaptive 1 jitter
}
light_source { <6, 1.5, -6> color rgb <0.42, 0.52, 0.72> * 0.28 shadowless }
light_source { <5, 4, 6> color rgb <0.9, 0.75, 0.55> * 0.55 area_light 2 * x, 2 * y, 2, 2 jitter }
sky_sphere { pigment { gradient y color_map { [0 color rgb <0.05, 0.04, 0.03>] [1 color rgb <0.35, 0.36, 0.40>] } } }

// ---------------------------------------------------------------- background

plane {
  -z, -5
  texture {
    pigment {
      function { FineFractal(x * 0.35 + 3, y * 0.35, 2.2) + 0.045 * (x * 0.5 - y * 0.35) }
      color_map {
        [0.25 color srgb <0.16, 0.17, 0.16>]
        [0.45 color srgb <0.25, 0.28, 0.26>]
        [0.60 color srgb <0.36, 0.38, 0.33>]
        [0.80 color srgb <0.52, 0.50, 0.41>]
      }
    }
    normal { granite 0.12 scale 2 }
    finish { ambient 0 diffuse 0.8 }
  }
}

// ---------------------------------------------------------------------- head

// Signed distance to an ellipsoid, near enough for shapes this round.
#declare Egg = function(x, y, z, A, B, C) {
  (sqrt(x*x/(A*A) + y*y/(B*B) + z*z/(C*C)) - 1) * min(A, min(B, C))
}
// The lesser of two distances, with a fillet of width K; and the greater.
#declare Join = function(P, Q, K) { min(P, Q) - pow(max(K - abs(P - Q), 0), 2) / (4 * K) }
#declare Carve = function(P, Q, K) { max(P, -Q) + pow(max(K - abs(P + Q), 0), 2) / (4 * K) }

// Both halves of the face are alike: X is the distance from the middle.
#declare Skull = function(x, y, z) { Join(Egg(x, y - 0.30, z - 0.16, 0.76, 0.80, 0.92), Egg(x, y + 0.24, z + 0.16, 0.60, 0.80, 0.66), 0.35) }
#declare Jaw = function(x, y, z) {
  Join(Egg(x, y + 0.72, z + 0.34, 0.33, 0.30, 0.36), Egg(x, y + 0.93, z + 0.55, 0.155, 0.125, 0.135), 0.28)
}
#declare Cheek = function(x, y, z) { Egg(abs(x) - 0.36, y + 0.26, z + 0.52, 0.20, 0.17, 0.19) }
#declare Brow = function(x, y, z) { Egg(abs(x) - 0.25, y - 0.20 + 0.06 * abs(x), z + 0.60, 0.20, 0.06, 0.15) }
#declare Socket = function(x, y, z) { Egg(abs(x) - 0.285, y - 0.045, z + 0.92, 0.185, 0.115, 0.20) }
#declare Bridge = function(x, y, z) { Egg(x, y + 0.10 - 0.42 * (z + 0.88), z + 0.80 + 0.16 * (y + 0.1), 0.082, 0.34, 0.125) }
#declare NoseTip = function(x, y, z) { Join(Egg(x, y + 0.325, z + 0.955, 0.078, 0.074, 0.095), Egg(abs(x) - 0.085, y + 0.350, z + 0.865, 0.052, 0.052, 0.080), 0.07) }
#declare Nostril = function(x, y, z) { Egg(abs(x) - 0.055, y + 0.405, z + 0.920, 0.026, 0.026, 0.040) }
#declare UpperLip = function(x, y, z) { Egg(abs(x) - 0.06, y + 0.568 + 0.12 * abs(x), z + 0.822 - 0.60 * x * x, 0.145, 0.048, 0.085) }
#declare LowerLip = function(x, y, z) { Egg(x, y + 0.655 - 0.50 * x * x, z + 0.818 - 0.60 * x * x, 0.155, 0.062, 0.092) }
#declare MouthLine = function(x, y, z) { 0.020 * exp(-pow((y + 0.606 - 0.05 * abs(x)) / 0.020, 2)) * max(0, 1 - pow(x / 0.21, 2)) * min(1, max(0, -4 * z - 2)) }
#declare Philtrum = function(x, y, z) { Egg(x, y + 0.475, z + 0.90, 0.028, 0.060, 0.040) }
#declare EyeBall = function(x, y, z) { Egg(abs(x) - 0.280, y - 0.035, z + 0.60, 0.158, 0.158, 0.158) }
#declare EyeSlit = function(x, y, z) { Egg(abs(x) - 0.280, y - 0.028 - 0.10 * (abs(x) - 0.28), z + 0.85, 0.160, 0.060 - 0.9 * pow(abs(x) - 0.28, 2), 0.30) }
#declare Lids = function(x, y, z) { max(Egg(abs(x) - 0.280, y - 0.035, z + 0.595, 0.195, 0.178, 0.186), -EyeSlit(x, y, z)) }
#declare Neck = function(x, y, z) { Join(Egg(x, y + 1.30, z - 0.02 - 0.10 * (y + 1.3), 0.37, 1.0, 0.40), Egg(x, y + 2.80, z - 0.15, 1.35, 0.80, 0.60), 0.50) }

#declare Face = function(x, y, z) {
  Join(Join(Join(Skull(x, y, z), Jaw(x, y, z), 0.34), Cheek(x, y, z), 0.24), Brow(x, y, z), 0.20)
}
#declare Nosed = function(x, y, z) {
  Carve(Join(Join(Carve(Face(x, y, z), Socket(x, y, z), 0.16), Bridge(x, y, z), 0.13), NoseTip(x, y, z), 0.085), Nostril(x, y, z), 0.03)
}
#declare Mouthed = function(x, y, z) {
  Carve(Join(Join(Nosed(x, y, z), UpperLip(x, y, z), 0.045), LowerLip(x, y, z), 0.05), Philtrum(x, y, z), 0.04) + MouthLine(x, y, z)
}
#declare Head = function(x, y, z) {
  Join(Mouthed(x, y, z), Lids(x, y, z), 0.03)
}

// Where lips, cheeks and brows are painted.
#declare LipPaint = function(x, y, z) { min(1, max(0, 0.5 - 40 * min(UpperLip(x, y, z) - 0.010, LowerLip(x, y, z) - 0.012))) }
#declare Blush = function(x, y, z) { exp(-(pow(abs(x) - 0.42, 2) + pow(y + 0.30, 2)) * 16) + 0.8 * exp(-(x * x + pow(y + 0.33, 2)) * 45) }
#declare BrowPaint = function(x, y, z) {
  max(
    min(1, max(0, 1.5 - 30 * abs(y - 0.245 + 0.75 * pow(abs(x) - 0.27, 2) - 0.05 * (abs(x) - 0.27)))) * max(0, min(1, 7 * (0.47 - abs(x)))) * max(0, min(1, 8 * (abs(x) - 0.09))),
    1.2 * max(0, 1 - abs(EyeSlit(x, y, z)) / 0.012) * min(1, max(0, 40 * (y - 0.03))) * min(1, max(0, -20 * (z + 0.60))))
}

#declare Skin = texture {
  pigment {
    function { min(0.999, max(0, 0.34 * Blush(x, y, z) + 0.16 * (FineFractal(x * 5, y * 5, z * 5) - 0.5) + 0.16)) }
    color_map { [0.0 color srgb <0.90, 0.76, 0.64>] [0.16 color srgb <0.88, 0.71, 0.58>] [0.5 color srgb <0.86, 0.58, 0.47>] [1 color srgb <0.80, 0.46, 0.38>] }
  }
  normal { bumps 0.02 scale 0.012 }
  finish { ambient 0 diffuse 0.72 specular 0.16 roughness 0.045 emission <0.018, 0.007, 0.004> }
}
#declare Painted = texture {
  function { min(0.999, max(LipPaint(x, y, z), 0.0)) }
  texture_map {
    [0.25 function { min(0.999, BrowPaint(x, y, z)) }
      texture_map {
        [0.1 Skin]
        [0.9 pigment { color srgb <0.36, 0.24, 0.17> } finish { ambient 0 diffuse 0.75 }]
      }]
    [0.75 pigment { color srgb <0.66, 0.31, 0.29> } normal { bumps 0.05 scale 0.02 } finish { ambient 0 diffuse 0.7 specular 0.45 roughness 0.015 }]
  }
}

// The surface of a shape seen from a centre inside it, as a mesh: along every
// direction the shape is approached from outside by its own distance. Rendering
// the isosurface itself would take many times longer.
#macro Modelled(Shape, Centre, Far, Columns, Rows)
  #local Point = array[Columns + 1][Rows + 1];
  #local Normal = array[Columns + 1][Rows + 1];
  #local E = 0.002;
  #for (J, 0, Rows)
    #local Tilt = pi * (J / Rows - 0.5) * 0.9999;
    #for (I, 0, Columns)
      // The columns lie closer where the face is (towards -z).
      #local F = 2 * I / Columns - 1;
      #local Turn = pi * (0.62 * F + 0.38 * F * F * F);
      #local D = <cos(Tilt) * sin(Turn), sin(Tilt), -cos(Tilt) * cos(Turn)>;
      #local R = Far;
      #local Steps = 0;
      #local Away = 1;
      #while (Away > 0.0012 & R > 0.25 & Steps < 60)
        #local P = Centre + R * D;
        #local Away = Shape(P.x, P.y, P.z);
        #local R = R - 0.8 * Away;
        #local Steps = Steps + 1;
      #end
      #local P = Centre + R * D;
      #local Point[I][J] = P;
      #local Here = Shape(P.x, P.y, P.z);
      #local Normal[I][J] = vnormalize(<
        Shape(P.x + E, P.y, P.z) - Here, Shape(P.x, P.y + E, P.z) - Here, Shape(P.x, P.y, P.z + E) - Here> + <0, 0, 1e-6>);
    #end
  #end
  mesh {
    #for (I, 0, Columns - 1)
      #for (J, 0, Rows - 1)
        smooth_triangle { Point[I][J], Normal[I][J], Point[I + 1][J], Normal[I + 1][J], Point[I + 1][J + 1], Normal[I + 1][J + 1] }
        smooth_triangle { Point[I][J], Normal[I][J], Point[I + 1][J + 1], Normal[I + 1][J + 1], Point[I][J + 1], Normal[I][J + 1] }
      #end
    #end
  }
#end

#declare HeadTurn = transform { rotate <4, 24, -5> }
#declare Bust = union {
  object { Modelled(Head, <0, -0.18, -0.25>, 1.4, 300, 320) texture { Painted } }
  object { Modelled(Neck, <0, -1.75, 0.05>, 2.6, 90, 110) texture { Skin } }
  #for (Side, -1, 1, 2)
    union {
      sphere { 0, 0.163 pigment { color srgb <0.93, 0.90, 0.86> } finish { ambient 0 diffuse 0.75 specular 0.6 roughness 0.004 reflection 0.03 } }
      // The iris turns a little towards the camera.
      intersection {
        sphere { 0, 0.1655 }
        cylinder { 0, <0, 0, -0.3>, 0.074 }
        texture {
          pigment {
            function { min(0.99, sqrt(x * x + y * y) / 0.074) }
            color_map {
              [0.40 color rgb 0.008] [0.44 color srgb <0.26, 0.20, 0.12>] [0.70 color srgb <0.36, 0.40, 0.34>] [0.90 color srgb <0.24, 0.30, 0.30>] [1 color srgb <0.08, 0.09, 0.09>]
            }
          }
          finish { ambient 0 diffuse 0.8 specular 0.9 roughness 0.002 reflection 0.04 }
        }
        rotate <2, -8, 0>
      }
      translate <0.280 * Side, 0.035, -0.60>
    }
  #end
  no_reflection
}
object { Bust transform { HeadTurn } }

// ----------------------------------------------------------------- headscarf

// Cloth round the skull, wound in folds, open for the face.
#declare Wound = function(x, y, z) { sin(11 * (y * 0.8 + z * 0.75 + 0.35 * abs(x)) + 5 * Fractal(x * 1.2, y * 1.2, z * 1.2)) }
#declare ScarfFold = function(x, y, z) { 0.030 * Wound(x, y, z) + 0.05 * (Fractal(x * 2, y * 2, z * 2) - 0.5) }
#declare Scarf = function(x, y, z) {
  max(
    Join(Egg(x, y - 0.32, z - 0.20, 0.90, 0.92, 1.02), Egg(x, y + 0.15, z - 0.55, 0.62, 0.62, 0.55), 0.3) - ScarfFold(x, y, z),
    -Join(Egg(x, y + 0.48, z + 0.95, 0.76, 1.10, 1.02), Egg(x, y + 1.3, z + 0.1, 0.75, 0.7, 1.3), 0.2))
}
object {
  Modelled(Scarf, <0, -0.05, 0.15>, 1.5, 250, 220)
  texture {
    pigment {
      function { 0.5 + 0.5 * sin(34 * (y * 0.8 + z * 0.75 + 0.35 * abs(x))) }
      color_map {
        [0.00 color srgb <0.12, 0.28, 0.50>] [0.80 color srgb <0.17, 0.36, 0.60>]
        [0.86 color srgb <0.80, 0.70, 0.42>] [1.00 color srgb <0.85, 0.76, 0.50>]
      }
    }
    normal { average normal_map { [1 gradient x 0.3 scallop_wave scale 0.02] [1 gradient y 0.3 scallop_wave scale 0.02] [1 wrinkles 0.3 scale 0.2] } }
    finish { ambient 0 diffuse 0.78 specular 0.08 roughness 0.08 }
  }
  transform { HeadTurn }
}
// A roll across the forehead, twisted.
union {
  #for (Strand, 0, 2)
    sphere_sweep {
      b_spline 25
      #for (I, 0, 24)
        #local A = (I / 24 * 1.30 - 0.65) * pi;
        #local T = I * 0.75 + Strand * 2 * pi / 3;
        , <(0.90 + 0.06 * cos(T)) * sin(A), 0.585 + 0.075 * sin(T) - 0.36 * pow(abs(A) / 2, 1.6), 0.14 - (1.00 + 0.06 * cos(T)) * cos(A)>, 0.118
      #end
      tolerance 0.001
      pigment {
        #if (Strand = 1) color srgb <0.80, 0.68, 0.38> #else color srgb <0.14, 0.31, 0.54> #end
      }
    }
  #end
  normal { wrinkles 0.35 scale <0.06, 0.2, 0.06> }
  finish { ambient 0 diffuse 0.78 specular 0.08 roughness 0.08 }
  transform { HeadTurn }
}
// The end of the cloth falls behind the shoulder.
#declare TailX = function(u, v) { 0.50 + 0.55 * u + 0.25 * v + 0.05 * sin(9 * v) }
#declare TailY = function(u, v) { 0.35 - 2.6 * v - 0.1 * u }
#declare TailZ = function(u, v) { 0.72 + 0.12 * sin(15 * u + 2.5 * Fractal(u * 2, v * 3, 1)) * (0.4 + v) + 0.25 * sin(2.2 * v) - 0.5 * u }
object {
  Sheet(TailX, TailY, TailZ, 60, 90)
  texture {
    pigment { gradient y scale 2.7 translate 0.3 * y color_map { [0 color srgb <0.82, 0.70, 0.40>] [0.08 color srgb <0.84, 0.74, 0.46>] [0.09 color srgb <0.14, 0.30, 0.53>] [1 color srgb <0.14, 0.30, 0.53>] } }
    normal { wrinkles 0.3 scale 0.15 }
    finish { ambient 0 diffuse 0.78 specular 0.08 roughness 0.08 }
  }
}

// The pearl.
union {
  sphere { <0, 0, 0>, 0.125 pigment { color srgb <0.86, 0.84, 0.80> } finish { ambient 0 diffuse 0.62 specular 0.9 roughness 0.006 reflection { 0.05, 0.4 } } }
  torus { 0.05, 0.012 rotate 90 * x translate <0, 0.16, 0> pigment { color rgb <0.8, 0.6, 0.25> } finish { ambient 0 diffuse 0.4 specular 0.8 reflection 0.3 metallic } }
  translate <-0.66, -0.62, -0.18>
  transform { HeadTurn }
}

// --------------------------------------------------------------------- shawl

// A heavy cloth round the shoulders, with a white collar within.
#macro Cape(Out, Drop, Front, Wave, Low, High)
  #local CX = function(u, v) { (0.50 + Out * v - 0.25 * v * v + Wave * sin(23 * u + 4 * Fractal(u * 5, v * 2, Out)) * v * 0.6) * 1.25 * sin(2 * pi * u + pi) }
  #local CY = function(u, v) { Front * (0.5 + 0.5 * cos(2 * pi * u + pi)) * (1 - v) - 1.22 - Drop * pow(v, 1.35) + Wave * 0.7 * sin(17 * u + 9 * v + 5 * Fractal(u * 4, v * 3, 7)) * min(1, 3 * v) }
  #local CZ = function(u, v) { 0.10 - (0.50 + Out * 0.66 * v + Wave * sin(23 * u + 4 * Fractal(u * 5, v * 2, Out)) * (0.2 + v)) * cos(2 * pi * u + pi) }
  object {
    Sheet(CX, CY, CZ, 220, 70)
    texture {
      pigment { function { FineFractal(x * 3, y * 3, z * 3) } color_map { [0.3 color Low] [0.7 color High] } }
      normal { average normal_map { [1 gradient x 0.4 scallop_wave scale 0.025] [1 gradient y 0.4 scallop_wave scale 0.025] [1 bumps 0.3 scale 0.1] } }
      finish { ambient 0 diffuse 0.8 }
    }
  }
#end
object { Cape(0.35, 0.42, -0.30, 0.020, <0.74, 0.71, 0.64>, <0.82, 0.79, 0.72>) }
object { Cape(1.35, 1.75, -0.42, 0.075, <0.27, 0.10, 0.035>, <0.40, 0.17, 0.06>) translate -0.12 * y }
